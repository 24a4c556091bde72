import json

from django.core.management.base import BaseCommand

from search.service import SearchRequest, search


class Command(BaseCommand):
    help = "检索公开内容"

    def add_arguments(self, parser):
        parser.add_argument("query", help="要找的词句或条文，如 抛掷物品、劳动合同法第38条")
        parser.add_argument("--kind", action="append", default=[], help="只找某一类，可重复")
        parser.add_argument("--page", type=int, default=1)
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *args, query, kind, page, **options):
        response = search(SearchRequest(query, filters={"kind": tuple(kind)}, page=page))
        if options["json"]:
            self.stdout.write(json.dumps(self.as_dict(response), ensure_ascii=False))
            return
        self.stdout.write(f"“{response.query}”：共 {response.total} 条，用时 {response.took_ms} 毫秒")
        if response.searched != response.query:
            self.stdout.write(f"按“{response.searched}”查找")
        if response.perhaps:
            self.stdout.write(f"您是不是要找：{response.perhaps}")
        for hit in response.hits:
            self.stdout.write(f"{hit.score:>10.2f}  [{hit.kind}] {hit.title}  {hit.url}")

    def as_dict(self, response) -> dict:
        return {
            "query": response.query,
            "searched": response.searched,
            "perhaps": response.perhaps,
            "took_ms": response.took_ms,
            "total": response.total,
            "stale": response.stale,
            "results": [
                {name: getattr(hit, name) for name in ("title", "kind", "url", "law", "article", "score")}
                for hit in response.hits
            ],
        }
