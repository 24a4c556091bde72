from django.core.management.base import BaseCommand

from search.engines import current_engine
from search.evaluation.judged import ASKED_TRAINING, ASKED_UNSEEN, TUNING, read_judged
from search.evaluation.runner import ABLATIONS, evaluate, prepare
from search.meaning import model
from search.ranking import standing
from search.ranking.weights import WEIGHTS

LEARNED_FROM = (ASKED_TRAINING, TUNING)


class Command(BaseCommand):
    help = (
        "从判定集的训练部分数出每部法被问到多少次，写入 search/ranking/asked.json，并报告对没见过的问题的效果"
    )

    def handle(self, *args, **options):
        questions = [query for path in LEARNED_FROM for query in read_judged(path)]
        unseen = prepare(read_judged(ASKED_UNSEEN)).judged
        report = {"questions": len(questions), "unseen": len(unseen)}
        standing.learn(questions, report)
        engine, reranked = current_engine(), model.switched_on()
        for name, weights in (("before", ABLATIONS["不计问到的次数"]), ("after", WEIGHTS)):
            report[name] = evaluate(engine, unseen, reranked=reranked, weights=weights).as_dict()
        laws = standing.learn(questions, report)
        self.stdout.write(f"学自 {len(questions)} 个问题，涉及 {len(laws)} 部法；没见过的 {len(unseen)} 个：")
        self.stdout.write(f"  不计：{report['before']}")
        self.stdout.write(f"  计入：{report['after']}")
