"""Say which days are working days."""

import json
from datetime import date

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_date

from cms.core.plausible import can_be_planned
from cms.core.workdays import is_announced, is_workday, next_workday


class Command(BaseCommand):
    help = "某天是不是工作日，下一个工作日是哪天（放假与调休按国务院办公厅的通知）"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("dates", metavar="日期", nargs="*", help="如 2026-12-04，可以写几个")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *args, dates, **options):
        if not dates:
            raise CommandError("请写明日期，如 workdays 2026-12-04，可以写几个。")
        found = [(day, is_workday(day), next_workday(day)) for day in map(_day, dates)]
        for year in sorted({each.year for day, _works, following in found for each in (day, following)}):
            if not is_announced(year):
                self.stderr.write(f"{year}年的放假安排还没有收录，暂按周末推算。")
        if options["json"]:
            self.stdout.write(json.dumps([_as_dict(*each) for each in found], ensure_ascii=False))
            return
        for day, works, following in found:
            self.stdout.write(f"{day} {'工作日' if works else '休息日'}，下一个工作日 {following}")


def _day(text: str) -> date:
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise CommandError(f"“{text}”不是日历上的日期，请写成 2026-12-04 的样子。")
    try:
        can_be_planned(day)
    except ValidationError as error:
        raise CommandError(f"“{text}”：{''.join(error.messages)}") from error
    return day


def _as_dict(day: date, works: bool, following: date) -> dict:
    return {"date": day.isoformat(), "is_workday": works, "next_workday": following.isoformat()}
