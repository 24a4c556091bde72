"""Judges a ledger of activities: who, when, for whom, and whether an activity was reported twice."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from cms.agencies.imports.matching import AgencyMatcher
from cms.campaigns.imports.matching import SettingMatcher, into
from cms.duties.enums import ActivityState
from cms.duties.imports.naming import judge_laws, settled_codes, sole_code
from cms.duties.imports.pairing import pair_up
from cms.duties.models import ActivityRecord
from cms.intake.cells.periods import Period, UnreadablePeriod, read_period
from cms.intake.cells.text import as_text
from cms.intake.cells.titles import reported, year_of
from cms.intake.cells.weekdays import weekday_doubt
from cms.intake.spec import DELIMITED, Other, Row
from cms.statutes.imports.matching import LawMatcher
from search.chinese.folding import folded


class ActivityJudge:
    """Judges all rows of one file together."""

    def __init__(self, rows: list[Row], on: date):
        self.rows, self.on = rows, on
        self.agencies, self.laws, self.settings = AgencyMatcher(), LawMatcher(), SettingMatcher()

    def judge(self) -> None:
        for row in self.rows:
            _forgive_text(row)
            if not row.values.get("活动名称"):
                row.find("title_missing", "活动名称", "没有活动名称，请补填后重新导入")
            self._judge_hosts(row)
            self._judge_period(row)
            self._judge_settings(row)
            judge_laws(row, "涉及法律法规", self.laws, self.on)
            row.values["record"] = None
        self._find_stored()
        self._judge_repeats()
        self._judge_against_others()

    def _judge_hosts(self, row: Row) -> None:
        """The first-named agency is the host, the others are co-hosts."""
        text = row.values.get("主办单位") or self._told_host(row)
        named = self.agencies.named_in(text) if text else []
        row.values["org"] = None
        if not named:
            row.find("org_unknown", "主办单位", "没有填主办单位，请补填")
            return
        self.agencies.tell_of_others(row, "主办单位")
        (name, match), *others = named
        self.agencies.settle(row, "主办单位", name)
        host = sole_code(match)
        co_hosts = [code for code in settled_codes(row, "主办单位", others) if code != host]
        row.values["org"] = [host, *co_hosts] if host else None

    def _told_host(self, row: Row) -> str | None:
        """The one agency that the titles or the sender name, where no column does."""
        if "主办单位" in row.raw or "主办单位" in row.decision.values:
            return None
        agency = self.agencies.told_by(row.told)
        if agency is None:
            return None
        row.values["主办单位"] = agency.name
        row.find("value_told", "主办单位", f"表里没有这一列，按标题或报送单位填为“{agency}”")
        return agency.name

    def _judge_period(self, row: Row) -> None:
        row.values["start"] = row.values["end"] = row.values["begins"] = None
        raw = row.values.get("时间")
        if raw is None:
            if not any(finding.column == "时间" for finding in row.findings):
                row.find("date_missing", "时间", "没有日期，请补填")
            return
        try:
            found = read_period(raw, year_of(row.told or row.titles))
        except UnreadablePeriod as error:
            row.values["时间"] = None
            row.find(error.code, "时间", error.told)
            return
        row.values["时间"] = as_text(raw)
        if self._is_in_time(row, found):
            self._settle_period(row, raw, found)

    def _is_in_time(self, row: Row, found: Period) -> bool:
        quarter = reported(row.titles)
        entered = "时间" in row.decision.values
        if quarter and not entered and not (quarter[0] <= found.first <= quarter[1]):
            told = f"{found.first} 不在报送期 {quarter[0]} 至 {quarter[1]} 内，请核对；无误的，把日期再填一次"
            row.find("date_out_of_period", "时间", told)
            return False
        if found.first > self.on or found.last > self.on + timedelta(days=366):
            row.find("future_date", "时间", f"{found.first} 晚于导入日期，请核对")
            return False
        return True

    def _settle_period(self, row: Row, raw, found: Period) -> None:
        row.values["start"], row.values["end"] = found.first.isoformat(), found.last.isoformat()
        row.values["begins"] = found.begins.isoformat() if found.begins else None
        days = " 至 ".join(dict.fromkeys((row.values["start"], row.values["end"])))
        if found.code and not (row.sheet == DELIMITED and as_text(raw) == row.values["start"]):
            told = f"“{as_text(raw)}”已读作 {days}"
            if found.code == "days_listed":
                told = f"“{as_text(raw)}”是分开的几天。几次活动请分成几行；确认则只按起止日期 {days} 保存"
            row.find(found.code, "时间", told)
        if doubt := weekday_doubt(as_text(raw), found.first, found.last):
            row.find("date_weekday", "时间", doubt)

    def _judge_settings(self, row: Row) -> None:
        named = self.settings.named_in(row.values.get("八进类型"))
        unknown = [each.text for each in named if each.name is None]
        aliased = [each for each in named if each.name and not each.exact]
        row.values["settings"] = list(dict.fromkeys(into(each.name) for each in named if each.name))
        if unknown:
            told = f"“{'、'.join(unknown)}”不是“八进”中的一类；照此导入则不计这一类"
            row.find("value_unknown", "八进类型", told)
        if aliased:
            told = "，".join(f"“{each.text}”已改为“{into(each.name)}”" for each in aliased)
            row.find("value_alias", "八进类型", told)

    def _find_stored(self) -> None:
        """Name the stored record each row came from."""
        by_ledger = defaultdict(list)
        for row in self.rows:
            by_ledger[row.ledger].append(row)
        stored = defaultdict(list)
        for record in (
            ActivityRecord.objects.filter(ledger__in=by_ledger).select_related("host").order_by("pk")
        ):
            stored[record.ledger].append(record)
        for ledger, rows in by_ledger.items():
            for place, record in pair_up(rows, stored[ledger], _PASSES).items():
                rows[place].values["record"] = record.pk

    def _judge_repeats(self) -> None:
        seen: dict[tuple, list[Row]] = defaultdict(list)
        for row in self.rows:
            mark = _mark(row)
            if mark is None:
                continue
            first = next((earlier for earlier in seen[mark] if _one_event(earlier, row)), None)
            if first is None:
                seen[mark].append(row)
            elif not row.values["record"]:
                where = (
                    f"第{first.number}行"
                    if first.sheet == row.sheet
                    else f"“{first.sheet}”第{first.number}行"
                )
                other = Other(where, row=(first.sheet, first.number))
                row.find(
                    "dup_activity", "活动名称", f"与{where}疑似同一活动，请确认；同一活动只计一次", other
                )

    def _judge_against_others(self) -> None:
        """Ask about rows that look like a record another table brought or somebody entered."""
        waiting = [(row, mark) for row in self.rows if (mark := _mark(row)) and not row.values["record"]]
        if not waiting:
            return
        days = [date.fromisoformat(row.values["start"]) for row, _ in waiting]
        own = {row.ledger for row in self.rows}
        stored = defaultdict(list)
        records = ActivityRecord.objects.exclude(state=ActivityState.DRAFT, ledger="").filter(
            starts_at__gte=_midnight(min(days)), starts_at__lt=_midnight(max(days) + timedelta(days=1))
        )
        for record in records.exclude(ledger__in=own).select_related("host").prefetch_related("co_hosts"):
            stored[folded(record.name), timezone.localdate(record.starts_at).isoformat()].append(record)
        for row, mark in waiting:
            for record in stored.get(mark, ()):
                hosts = {record.host.code, *(agency.code for agency in record.co_hosts.all())}
                if _may_be_one(row.values["org"], hosts, row.values.get("地点"), record.address):
                    other = Other(f"已有的“{record.name}”（{record.host}）", record=record.pk)
                    told = f"{record.host}已报过同日同名的活动，请确认是否同一活动；同一活动只计一次"
                    row.find("dup_activity", "活动名称", told, other)
                    break


def _forgive_text(row: Row) -> None:
    """In a delimited file all figures are text: a plain one is nothing to be repaired."""
    if row.sheet != DELIMITED:
        return
    row.findings = [
        finding
        for finding in row.findings
        if finding.code != "number_text" or not as_text(row.raw.get(finding.column)).isdigit()
    ]


def _mark(row: Row) -> tuple[str, str] | None:
    """What one activity has in common wherever it is reported: its name and first day."""
    name = folded(row.values.get("活动名称"))
    return (name, row.values["start"]) if name and row.values["start"] else None


def _one_event(one: Row, other: Row) -> bool:
    return _may_be_one(
        one.values["org"], other.values["org"], one.values.get("地点"), other.values.get("地点")
    )


def _may_be_one(hosts, other_hosts, place, other_place) -> bool:
    """Whether two reports of one name and day may mean one activity: a host in common, or the place."""
    if not hosts or not other_hosts or set(hosts) & set(other_hosts):
        return True
    return bool(folded(place)) and folded(place) == folded(other_place)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _pass(*names: str):
    def key_of_row(row: Row):
        values = row.values
        facts = {
            "name": folded(values.get("活动名称")),
            "host": values["org"][0] if values["org"] else None,
            "start": values["start"],
            "place": folded(values.get("地点")),
        }
        key = tuple(facts[name] for name in names)
        return key if all(key) else None

    def key_of_record(record: ActivityRecord):
        facts = {
            "name": folded(record.name),
            "host": record.host.code,
            "start": timezone.localdate(record.starts_at).isoformat() if record.starts_at else None,
            "place": folded(record.address),
        }
        return tuple(facts[name] for name in names)

    return key_of_row, key_of_record


# A mended row still says most of what it said.
_PASSES = (
    _pass("name", "host", "start", "place"),
    _pass("name", "host", "start"),
    _pass("name", "start"),
    _pass("name", "host", "place"),
    _pass("host", "start", "place"),
    _pass("name", "host"),
)
