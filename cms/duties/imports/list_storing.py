"""Stores a judged duty list as items of the year's draft, or of a new version where the list is frozen."""

import re
from collections import defaultdict
from datetime import date, timedelta

from cms.agencies.models import Agency
from cms.campaigns.imports.matching import AudienceMatcher
from cms.campaigns.models import Audience
from cms.duties.enums import ItemKind
from cms.duties.imports.list_judging import EVERY_UNIT
from cms.duties.models import DutyItem, DutyList
from cms.duties.services.lists import next_version
from cms.intake.cells.windows import Node
from cms.intake.journal import Journal, given
from cms.intake.spec import Outcome, Row
from cms.intake.storing import RowStore
from cms.statutes.services import know_by_title, know_provisions

# 6月26日前后: what is done within a week of the day is done in time.
AROUND = timedelta(days=7)
RELATIONS = ("joint", "laws", "articles", "audiences", "cooperating")
COLUMNS = (
    "kind", "agency", "content", "audience_text", "measures", "schedule", "starts_on", "ends_on", "windows",
    "lead", "office", "expected_result", "required_count", "required_people",
    "required_products", "product",
)  # fmt: skip
MOST_REQUIRED = 32_000
MOST_PRODUCTS = 1000
_ONLINE = re.compile(r"线上|网络|网上|阅读|点击|浏览|播放|转发|直播|收看|触达")


class DutyListStore:
    """Stores the rows of one file. Items the file does not name stay; a blank cell leaves what is stored."""

    def __init__(self, journal: Journal):
        self.journal = journal
        self.agencies = {agency.code: agency for agency in Agency.objects.all()}
        self.audience_words = AudienceMatcher()
        self.audiences = dict(Audience.objects.values_list("name", "pk"))

    def store(self, rows: list[Row]) -> Outcome:
        """Store each row as an item of its year's list."""
        self.laws = know_by_title(
            {title for row in rows for title in row.values["laws"]}, actor=self.journal.actor
        )
        cited = [(self.laws[title], ref) for row in rows for title, ref in row.values["articles"]]
        self.provisions = know_provisions(cited, actor=self.journal.actor)
        done: dict[int, tuple[str, int | None]] = {}
        by_year = defaultdict(list)
        for place, row in enumerate(rows):
            by_year[row.values["year"]].append((place, row))
        for year, group in sorted(by_year.items()):
            done |= self._store_year(year, group)
        ordered = [done[place] for place in range(len(rows))]
        return Outcome(tuple(what for what, _ in ordered), tuple(record for _, record in ordered))

    def _store_year(self, year: int, group: list[tuple[int, Row]]) -> dict[int, tuple[str, int | None]]:
        newest = DutyList.objects.select_for_update().filter(year=year).order_by("-version").first()
        items = _items_of(newest) if newest else {}
        store = RowStore(self.journal, DutyItem, COLUMNS, RELATIONS)
        store.hold(items.values())
        stored = {place: items.get(_record_of(row)) for place, row in group}
        differs = any(self._differs(row, stored[place], store) for place, row in group)
        if newest is None or (differs and not newest.is_open):
            newest, copies = self._open_list(year, newest, group[0][1])
            stored = {place: copies.get(item.pk) if item else None for place, item in stored.items()}
            store.hold(copies.values())
        return self._write(newest, group, stored, store)

    def _open_list(
        self, year: int, frozen: DutyList | None, row: Row
    ) -> tuple[DutyList, dict[int, DutyItem]]:
        """A list to write in: the first of its year, or a version that follows the frozen one."""
        if frozen is None:
            new, copies = DutyList(), {}
            self.journal.keep(new, {"year": year})
        else:
            reason = f"按表格“{row.titles[0] if row.titles else row.sheet}”更正"[:300]
            with self.journal.step():
                new, copied = next_version(frozen, reason=reason, actor=self.journal.actor)
                fresh = _items_of(new)
                copies = {old: fresh[copy.pk] for old, copy in copied.items()}
                for record in (new, *copies.values()):
                    self.journal.created(record)
        return new, copies

    def _write(self, into: DutyList, group, stored, store: RowStore) -> dict[int, tuple[str, int | None]]:
        keys = _Keys(into)
        item_of: dict[tuple, DutyItem] = {}
        done: dict[int, str] = {}
        for place, row in group:
            item = stored[place]
            twin = item_of.get(row.same.row) if row.same else None
            if twin or _is_settled(row):
                stored[place], done[place] = twin or item, "unchanged"
                continue
            columns, relations = self._columns(row), self._relations(row)
            if item is None:
                key = keys.next_for(row.values["org"])
                item = DutyItem(list=into, key=key, ledger=row.ledger, **columns)
                done[place] = store.add(item, relations)
            else:
                done[place] = store.change(item, columns, relations)
            stored[place] = item_of[row.sheet, row.number] = item
            self.journal.advance(place + 1, len(group))
        store.write()
        return {place: (what, stored[place].pk if stored[place] else None) for place, what in done.items()}

    def _differs(self, row: Row, item: DutyItem | None, store: RowStore) -> bool:
        if _is_settled(row):
            return False
        if item is None:
            return True
        changes = any(getattr(item, name) != value for name, value in self._columns(row).items())
        return changes or bool(store.moved(item, self._relations(row)))

    def _columns(self, row: Row) -> dict:
        values = row.values
        common = values["org"] == EVERY_UNIT
        columns = {
            "content": values["content"],
            "audience_text": self._unlisted_audiences(values.get("重点对象")),
            "measures": values.get("普法形式"),
            "schedule": values.get("时间节点"),
            "lead": self.agencies.get(values["lead"][0]) if values["lead"] else None,
            "office": values.get("责任科室"),
            "expected_result": values.get("预期目标"),
        }
        required = min(max(values["target"].get("min_events", 1), 1), MOST_REQUIRED)
        return given(columns) | {
            "kind": ItemKind.COMMON if common else ItemKind.INDIVIDUAL,
            "agency": None if common else self.agencies[values["org"]],
            "required_count": required,
            "required_people": _people_on_site(values),
            **_products(values),
            **_window(values),
        }

    def _relations(self, row: Row) -> dict[str, set[int]]:
        values = row.values
        every = values["co_orgs"] == EVERY_UNIT
        codes = (
            [code for code, agency in self.agencies.items() if agency.is_active]
            if every
            else values["co_orgs"]
        )
        found = {
            "laws": {self.laws[title].pk for title in values["laws"]},
            "audiences": {self.audiences[name] for name in self._named_audiences(values.get("重点对象"))},
            "articles": {self.provisions[self.laws[title], ref].pk for title, ref in values["articles"]},
            "joint": {self.agencies[code].pk for code in values["joint"]},
            "cooperating": {self.agencies[code].pk for code in codes if code != values["org"]},
        }
        return {name: keys for name, keys in found.items() if keys}

    def _named_audiences(self, text: str | None) -> set[str]:
        return {named.name for named in self.audience_words.named_in(text) if named.name}

    def _unlisted_audiences(self, text: str | None) -> str | None:
        """The words of the list, where the office's groups do not say the same."""
        return text if any(not named.exact for named in self.audience_words.named_in(text)) else None


def _items_of(held: DutyList) -> dict[int, DutyItem]:
    return {item.pk: item for item in held.items.select_related("list", "agency", "lead")}


class _Keys:
    """Free keys of a list: G-01 for a common task, the code of the agency for its own."""

    def __init__(self, into: DutyList):
        self._taken = set(into.items.values_list("key", flat=True))

    def next_for(self, org: str) -> str:
        stem = "G" if org == EVERY_UNIT else org[:14]
        number = 1
        while (key := f"{stem}-{number:02d}") in self._taken:
            number += 1
        self._taken.add(key)
        return key


def _people_on_site(values: dict) -> int | None:
    """The people a target asks for, where it does not speak of those reached online."""
    people = values["target"].get("min_audience")
    return None if _ONLINE.search(values.get("预期目标") or "") else people or None


def _products(values: dict) -> dict:
    """What a target asks to be made; a figure that no unit makes in a year is none."""
    if not values.get("预期目标"):
        return {}
    name, number = values["products"] or ("", 0)
    asked = 0 < number <= MOST_PRODUCTS
    return {"required_products": number if asked else None, "product": name if asked else ""}


def _window(values: dict) -> dict:
    """First and last day of an item, and its windows where there are several; nothing until it is told."""
    spans = [tuple(map(date.fromisoformat, span)) for span in values["windows"]]
    if not spans:
        return {}
    if values["node"] in (Node.FUZZY, Node.LUNAR):
        spans = [(first - AROUND, last + AROUND) for first, last in spans]
    windows = [[day.isoformat() for day in span] for span in spans] if len(spans) > 1 else []
    return {"starts_on": spans[0][0], "ends_on": max(last for _, last in spans), "windows": windows}


def _record_of(row: Row) -> int | None:
    """The stored item of a row: the one a person named, or the one it was paired with."""
    return row.same.record if _is_settled(row) else row.values["record"]


def _is_settled(row: Row) -> bool:
    """Whether a person said that the row is an item stored already: nothing of it is written."""
    return row.same is not None and row.same.record is not None
