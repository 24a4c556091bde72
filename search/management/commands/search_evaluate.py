import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from search.engines import engines_in_use
from search.evaluation.judged import HELD_OUT, TUNING, UnreadableJudgement, read_judged
from search.evaluation.runner import evaluate, prepare
from search.meaning import model


class Command(BaseCommand):
    help = "用判定过答案的问题检验检索：每个引擎的召回率、排名与耗时"

    def add_arguments(self, parser):
        parser.add_argument(
            "file", type=Path, nargs="?", help="JSONL 文件，每行一个问题及其答案；不写则用自带的判定集"
        )
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *args, file, **options):
        try:
            queries = [
                query for path in ([file] if file else [TUNING, HELD_OUT]) for query in read_judged(path)
            ]
        except (UnreadableJudgement, UnicodeDecodeError) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"无法读取 {file}：{error.strerror}") from error
        agenda = prepare(queries)
        engines = {engine.name: evaluate(engine, agenda.judged) for engine in engines_in_use()}
        if model.switched_on():
            for engine in engines_in_use():
                engines[f"{engine.name}+{model.NAME}"] = evaluate(engine, agenda.judged, reranked=True)
        if options["json"]:
            report = {
                "queries": len(agenda.judged), "skipped": agenda.skipped, "missing": agenda.missing,
                "engines": engines,
            }  # fmt: skip
            self.stdout.write(json.dumps(report, ensure_ascii=False))
            return
        self.stdout.write(f"问题 {len(agenda.judged)} 个；答案不在库中而跳过 {agenda.skipped} 个")
        for name in agenda.missing:
            self.stdout.write(f"  未收录：{name}")
        for name, figures in engines.items():
            self.stdout.write(f"{name}：" + "  ".join(f"{key} {value}" for key, value in figures.items()))
