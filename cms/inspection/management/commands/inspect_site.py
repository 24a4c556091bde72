import json

from django.core.management.base import BaseCommand
from django.utils import timezone

from cms.inspection.enums import FindingKind
from cms.inspection.queries import open_findings
from cms.inspection.services import inspect


class Command(BaseCommand):
    help = "网站自查：过期、空栏目、打不开的链接、个人号码、缺项等，列出在哪里、由谁改、从哪天起；可重复执行"

    def add_arguments(self, parser):
        parser.add_argument("--no-links", action="store_true", help="不逐页查链接，快一些")
        parser.add_argument("--json", action="store_true", help="输出 JSON，供别的程序读")

    def handle(self, *args, no_links: bool, json: bool, **options):
        outcome = inspect(timezone.now(), walks=not no_links)
        if json:
            self.stdout.write(_as_json())
            return
        for finding in open_findings():
            told = f"{finding.get_kind_display()}　{finding.subject}　{finding.told}"
            self.stdout.write(f"{told}　{finding.responsible}　{finding.since} 起　{finding.link}")
        told = f"要改 {open_findings().count()} 处，新发现 {outcome.new} 处，改好 {outcome.ended} 处。"
        if not no_links:
            told += f"逐页查了 {outcome.visited} 页{'，还有没查到的' if outcome.is_cut else ''}。"
        self.stdout.write(told)


def _as_json() -> str:
    rows = open_findings().values("kind", "subject", "told", "link", "responsible", "since")
    found = [{**row, "label": FindingKind(row["kind"]).label} for row in rows]
    # Days and labels are written as they read.
    return json.dumps(found, ensure_ascii=False, indent=1, default=str)
