from django.core.management.base import BaseCommand, CommandError

from search.engines import current_engine
from search.evaluation.judged import (
    ASKED_TRAINING,
    ASKED_UNSEEN,
    BLIND,
    EVERYDAY,
    HELD_OUT,
    TUNING,
    halves,
    read_judged,
)
from search.evaluation.learning import Curtain, crossed, fit, gather, mixed, worth
from search.evaluation.runner import ABLATIONS, Figures, evaluate, prepare
from search.meaning import model
from search.ranking import learned, standing
from search.ranking.weights import WEIGHTS

LEARNED_FROM = (ASKED_TRAINING, TUNING)
# Of these the questions about half of the laws; with the others the weights are checked.
HALVED = (EVERYDAY, BLIND)
CHECKED = {"unseen": ASKED_UNSEEN, "held_out": HELD_OUT}
# What is asked in people's words; citations and names have their own way.
KINDS = frozenset({"asked", "lay", "drawn", "word"})


class Command(BaseCommand):
    help = (
        "从判定集的训练部分学排序：数出每部法被问到多少次（search/ranking/asked.json），学出各项特征的权重"
        "（search/ranking/learned.json），并报告对没见过的问题的效果"
    )

    def handle(self, *args, **options):
        if not model.switched_on():
            raise CommandError("学权重要用语义模型：先设置环境变量 SEARCH_RERANKER，见 README。")
        engine = current_engine()
        standing.refresh()
        questions = [query for path in LEARNED_FROM for query in read_judged(path)]
        laws = standing.learn(questions, {"questions": len(questions)})
        asked = [query for query in questions if query.kind in KINDS]
        apart = {
            name: [query for query in read_judged(path) if query.kind in KINDS]
            for name, path in CHECKED.items()
        }
        for path in HALVED:
            learned_from, kept = halves(read_judged(path))
            asked += learned_from
            for query in kept:
                how = "sentences" if query.kind == "lay" else "a few words"
                apart.setdefault(f"{path.stem}, {how}, other laws", []).append(query)
        training = prepare(asked).judged
        checked = {name: prepare(queries).judged for name, queries in apart.items()}
        curtain = Curtain()
        known, hidden = gather(engine, training), gather(engine, training, curtain)
        examples = mixed(known, hidden)
        weights = fit(examples)
        if not weights:
            raise CommandError(
                "没有学成：判定集里的法条，库里一条也没有找到；先导入法规，再运行 search_embed。"
            )
        report = {
            "questions": len(training),
            "parts that share no article": _said(crossed(examples, known, by_article=True)),
            "parts that share no article, nobody's questions known": _said(
                crossed(examples, hidden, by_article=True)
            ),
            "parts by lot": _said(crossed(examples, known, by_article=False)),
        }
        learned.keep(weights, report)
        for file, judged in checked.items():
            for when, chosen in (("formula", ABLATIONS["不用学来的权重"]), ("learned", WEIGHTS)):
                found = evaluate(engine, judged, reranked=True, weights=chosen)
                report[f"{file}, {when}"] = _said(found)
            found = worth(gather(engine, judged, curtain), weights)
            report[f"{file}, learned, nobody's questions known"] = _said(found)
        learned.keep(weights, report)
        self.stdout.write(f"学自 {len(training)} 个问题，涉及 {len(laws)} 部法")
        for name, said in report.items():
            if isinstance(said, dict):
                line = "  ".join(f"{figure} {value}" for figure, value in said.items())
                self.stdout.write(f"  {name}：{line}")


def _said(figures: Figures) -> dict[str, str]:
    """Each figure with between what it lies; how long it took says nothing about the weights."""
    return {
        name: f"{figures.averages[name]:.3f} ({low:.3f}–{high:.3f})"
        for name, (low, high) in figures.intervals.items()
    }
