import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from search.engines import engines_in_use
from search.evaluation.judged import (
    ASKED_UNSEEN,
    EVERYDAY,
    HELD_OUT,
    TUNING,
    UnreadableJudgement,
    read_judged,
)
from search.evaluation.runner import ABLATIONS, evaluate, prepare
from search.meaning import model
from search.ranking.weights import WEIGHTS

# What nothing was learned from, and the older questions.
OWN_FILES = (TUNING, HELD_OUT, ASKED_UNSEEN, EVERYDAY)


class Command(BaseCommand):
    help = "用判定过答案的问题检验检索：每个引擎的召回率、排名与耗时"

    def add_arguments(self, parser):
        parser.add_argument(
            "file", type=Path, nargs="?", help="JSONL 文件，每行一个问题及其答案；不写则用自带的判定集"
        )
        parser.add_argument("--json", action="store_true", help="输出 JSON")
        parser.add_argument("--ablate", action="store_true", help="再逐项去掉排序的一部分，看各值多少")

    def handle(self, *args, file, ablate, **options):
        try:
            queries = [query for path in ([file] if file else OWN_FILES) for query in read_judged(path)]
        except (UnreadableJudgement, UnicodeDecodeError) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"无法读取 {file}：{error.strerror}") from error
        agenda = prepare(queries)
        figures = dict(self.measured(agenda, ablate))
        if options["json"]:
            report = {
                "queries": len(agenda.judged), "skipped": agenda.skipped, "missing": agenda.missing,
                "engines": {name: found.as_dict() for name, found in figures.items()},
            }  # fmt: skip
            self.stdout.write(json.dumps(report, ensure_ascii=False))
            return
        self.stdout.write(f"问题 {len(agenda.judged)} 个；答案不在库中而跳过 {agenda.skipped} 个")
        for name in agenda.missing:
            self.stdout.write(f"  未收录：{name}")
        for name, found in figures.items():
            self.stdout.write(f"{name}：{found}")

    def measured(self, agenda, ablate: bool):
        """The name and the figures of each engine, with the model too where it is switched on."""
        variants = {"": WEIGHTS, **(ABLATIONS if ablate else {})}
        for reranked in (False, True) if model.switched_on() else (False,):
            for engine in engines_in_use():
                for without, weights in variants.items():
                    name = f"{engine.name}{f'+{model.NAME}' if reranked else ''}"
                    yield (
                        f"{name} {without}".strip(),
                        evaluate(engine, agenda.judged, reranked=reranked, weights=weights),
                    )
