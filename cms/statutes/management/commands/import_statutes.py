import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cms.core.workers import somebody_works
from cms.statutes.imports.storing import import_statutes
from search import service as search


class Command(BaseCommand):
    help = "从 Markdown 文件夹导入法律法规；可重复执行"

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="文件夹")
        parser.add_argument("--dry-run", action="store_true", help="只看会发生什么，不保存")
        parser.add_argument("--json", action="store_true", help="输出 JSON")
        parser.add_argument("--source", default="LawRefBook", help="来源，随条文一起显示")
        parser.add_argument(
            "--checked-on", type=date.fromisoformat, default=None, help="核对日期，如 2025-04-30；默认今天"
        )

    def handle(self, *args, folder, dry_run, source, checked_on, **options):
        try:
            report = import_statutes(
                folder,
                source=source,
                checked_on=checked_on or date.today(),
                dry_run=dry_run,
                progress=self.progress,
            )
        except FileNotFoundError as error:
            raise CommandError(str(error)) from error
        if report.applied:
            self.make_findable()
        if options["json"]:
            self.stdout.write(
                json.dumps(self.as_dict(folder, report), ensure_ascii=False, indent=1, default=str)
            )
            return
        verb = "已导入" if report.applied else "预览（未保存）"
        self.stdout.write(f"{verb}：新增 {report.create}，更新 {report.change}，未变 {report.unchanged}")
        for file in report.files:
            if not file.read:
                self.stdout.write(f"  跳过 {file.path}：{file.reason}")

    def make_findable(self) -> None:
        """End with the index up to date: a worker has it in hand, or this command does it."""
        if somebody_works():
            return
        self.stderr.write("没有后台进程在运行，由本命令更新检索索引……")
        try:
            search.flush()
        except (search.EngineUnavailable, OSError) as error:
            self.stderr.write(f"法规已保存，检索索引没有更新：{error}。处理后运行 manage.py search_rebuild。")

    def progress(self, done: int, total: int) -> None:
        if done % 50 == 0 or done == total:
            self.stderr.write(f"已读 {done}/{total} 个文件")

    def as_dict(self, folder: Path, report) -> dict:
        return {
            "folder": str(folder),
            "applied": report.applied,
            "create": report.create,
            "change": report.change,
            "unchanged": report.unchanged,
            "files": [asdict(file) for file in report.files],
            "laws": [asdict(law) for law in report.laws],
        }
