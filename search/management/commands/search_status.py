import json
from dataclasses import asdict

from django.core.management.base import BaseCommand
from django.utils import timezone

from search import status


class Command(BaseCommand):
    help = "检索引擎的状态：文档数、滞后、上次重建、熔断"

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *args, **options):
        documents, public = status.findable()
        engines, lay, reranker = status.engines(), status.lay(), status.reranker()
        if options["json"]:
            answer = {
                "documents": documents,
                "public": public,
                "engines": [asdict(engine) for engine in engines],
                "lay_questions": asdict(lay),
                "reranker": asdict(reranker) if reranker else None,
            }
            self.stdout.write(json.dumps(answer, ensure_ascii=False, default=str))
            return
        self.stdout.write(f"文档表：{documents} 条，其中公开 {public} 条")
        for engine in engines:
            self.stdout.write(self.line(engine))
        resting = (
            f"；条号下已是别的条文、有几条问法停用：{'、'.join(lay.renumbered)}" if lay.renumbered else ""
        )
        self.stdout.write(f"平常话的问法：{lay.articles} 条法条有{resting}")
        if reranker:
            state = f"不可用（{reranker.trouble}）" if reranker.trouble else "正常"
            self.stdout.write(
                f"重排（{reranker.model}）：已读 {reranker.documents - reranker.pending} 条，"
                f"待读 {reranker.pending} 条；{state}"
            )

    def line(self, engine: status.EngineStatus) -> str:
        held = "无法连接" if engine.documents is None else f"{engine.documents} 条"
        rebuilt = (
            timezone.localtime(engine.rebuilt_at).strftime("%Y-%m-%d %H:%M") if engine.rebuilt_at else "从未"
        )
        role = "回答检索" if engine.asked_first else "本机副本"
        state = f"熔断，由本机副本回答（{engine.trouble}）" if engine.trouble else "正常"
        return (
            f"{engine.name}（{role}）：{held}；滞后 {engine.pending} 条、{engine.lag_seconds:.0f} 秒；"
            f"上次重建 {rebuilt}；{state}"
        )
