"""Say the law days of a year."""

import json

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from cms.campaigns.queries.law_days import Occurrence, law_days_of
from cms.core.plausible import can_be_a_year
from search.chinese.numerals import typed_number


class Command(BaseCommand):
    help = "某一年的法治节日各在哪几天；还没有等到当年通知的，注明待通知确认"

    def add_arguments(self, parser):
        parser.add_argument("year", metavar="年份", nargs="?", default="", help="如 2026")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *args, year, **options):
        found = law_days_of(_year(str(year)))
        if options["json"]:
            self.stdout.write(json.dumps([_as_dict(each) for each in found], ensure_ascii=False))
            return
        for each in found:
            dates = (
                str(each.starts_on)
                if each.starts_on == each.ends_on
                else f"{each.starts_on} 至 {each.ends_on}"
            )
            self.stdout.write(f"{dates} {each.name}{'' if each.confirmed else '（待通知确认）'}")


def _year(text: str) -> int:
    year = typed_number(text, digits=4)
    if year < 1000:
        raise CommandError(f"“{text}”不是年份，请写成 calendar_days 2026 的样子。")
    try:
        can_be_a_year(year)
    except ValidationError as error:
        raise CommandError("".join(error.messages)) from error
    return year


def _as_dict(each: Occurrence) -> dict:
    return {
        "name": each.name,
        "starts_on": each.starts_on.isoformat(),
        "ends_on": each.ends_on.isoformat(),
        "confirmed": each.confirmed,
    }
