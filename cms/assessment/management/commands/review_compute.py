import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand

from cms.assessment.arithmetic import as_printed, compute
from cms.assessment.documents import Refused, read_file


class Command(BaseCommand):
    help = "评议：按文件里的方案与数据计算每个单位的得分、等次与说明；不读写数据库"
    # A file and nothing else: no database, no settings to be checked.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="评议文件：方案与各单位的数据，JSON")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *args, file: Path, **options):
        try:
            document = read_file(file)
        except Refused as refused:
            for problem in refused.problems:
                self.stderr.write(problem)
            sys.exit(2)
        printed = as_printed(compute(document))
        if options["json"]:
            self.stdout.write(json.dumps(printed, ensure_ascii=False, indent=1))
            return
        for agency, result in zip(document.agencies, printed["agencies"], strict=True):
            self.report(agency.name, result)

    def report(self, name: str, result: dict) -> None:
        self.stdout.write(
            f"{result['code']} {name}：总分 {result['total'] or '无'}，{result['grade'] or '没有等次'}"
        )
        for line in result["lines"]:
            earned = "—" if line["earned"] is None else line["earned"]
            self.stdout.write(f"  {line['key']} {line['name']}　{earned}　{line['text']}")
        for note in result["notes"]:
            self.stdout.write(f"  {note}")
