"""Finds the agency a spreadsheet means: by its names, or by the other names listed for it. Never by guess."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from cms.agencies.enums import AgencyKind
from cms.agencies.models import Agency
from cms.intake.spec import Row
from cms.places.models import Place
from search.chinese.folding import folded

SUGGESTED = 3
_BETWEEN = re.compile(r"[、，,;；/|＋+&\s]+")
# Words that join two names, and stand within some.
_JOINING = re.compile(r"联合|会同|共同|和|与|及|暨")
# 区教育局等单位: the others are not named.
_AND_OTHERS = r"等(?:[一二三四五六七八九十\d]*(?:家|个))?(?:单位|部门)?$"
_LABEL = re.compile(
    r"(?:主办|承办|协办|牵头|配合|责任|举办)(?:单位|部门)?[:：]|[(（](?:牵头|主办|承办|协办|配合)(?:单位)?[)）]"
    rf"|{_AND_OTHERS}"
)
_EVERY = re.compile(
    r"^(?:全区|本区|区)?(?:各|全体|全部|所有)(?:普法)?(?:责任制?)?(?:成员|有关|相关)?(?:单位|部门)$"
)
_TOWNS = (AgencyKind.SUBDISTRICT, AgencyKind.TOWN)
_GROUPS = (
    (re.compile(r"各街道?[、和及]?(?:各)?(?:乡?镇)|各街镇|各镇街"), _TOWNS),
    (re.compile(r"各街道(?:办事处)?"), (AgencyKind.SUBDISTRICT,)),
    (re.compile(r"各镇(?:政府)?"), (AgencyKind.TOWN,)),
)


@dataclass(frozen=True)
class AgencyMatch:
    """The agency of a name; `own` where it is its full or short name. Else what it may have meant."""

    agency: Agency | None
    own: bool = False
    suggestions: tuple[Agency, ...] = ()


class AgencyMatcher:
    """All agencies in memory, found by full name, short name or listed other name."""

    def __init__(self):
        self._own: dict[str, Agency] = {}
        self._listed: dict[str, Agency] = {}
        self._agencies = list(Agency.objects.prefetch_related("names").order_by("pk"))
        districts = Place.objects.filter(parent=None).values_list("name", flat=True)
        stems = {name for district in districts for name in (district, district.rstrip("区县市"))}
        self._district = re.compile("|".join(sorted(map(re.escape, {*stems, "本区", "区"}), reverse=True)))
        for agency in self._agencies:
            for name in filter(None, (agency.name, agency.short_name)):
                self._own[folded(name)] = agency
            for other in agency.names.all():
                self._listed[folded(other.name)] = agency

    def find(self, text: str) -> AgencyMatch:
        """The agency of a name as it stands in a cell, white space and width of characters aside."""
        name = folded(text)
        if name in self._own:
            return AgencyMatch(self._own[name], own=True)
        if name in self._listed:
            return AgencyMatch(self._listed[name])
        return AgencyMatch(None, suggestions=self._suggestions(name))

    def told_by(self, texts: Iterable[str]) -> Agency | None:
        """The one agency that a text such as a title names; None where it names none, or several."""
        known = self._own | self._listed
        for text in map(folded, texts):
            named = {name: agency for name, agency in known.items() if len(name) > 2 and name in text}
            # 区市场监管局 also holds 市场监管局.
            longest = {
                agency
                for name, agency in named.items()
                if not any(name in other and name != other for other in named)
            }
            if len(longest) == 1:
                return longest.pop()
        return None

    def every(self) -> list[Agency]:
        """The agencies in service."""
        return [agency for agency in self._agencies if agency.is_active]

    def named_in(self, text: str) -> list[tuple[str, AgencyMatch]]:
        """The agencies a cell names one after another, each name with its match. 各街镇 names all of them."""
        whole = self.find(text)
        if whole.agency:
            return [(text, whole)]
        named: list[tuple[str, AgencyMatch]] = []
        for pattern, kinds in _GROUPS:
            if pattern.search(text):
                text = pattern.sub("", text)
                group = [agency for agency in self.every() if agency.kind in kinds]
                named += [(agency.name, AgencyMatch(agency, own=True)) for agency in group]
        parts = [part for part in _BETWEEN.split(_LABEL.sub("、", text)) if part]
        found = [pair for part in parts for pair in self._joined(part)] + named
        return list({match.agency or name: (name, match) for name, match in found}.values())

    def names_every(self, text: str) -> bool:
        """Whether a cell means all of them: 各成员单位."""
        return bool(_EVERY.match(folded(text)))

    def tell_of_others(self, row: Row, column: str) -> None:
        """Warn where a cell names some units and says only that there were others: 区教育局等单位."""
        text = (row.values.get(column) or "").strip()
        if re.search(_AND_OTHERS, text) and not self.find(text).agency:
            told = f"“{text}”只按写出名称的单位登记，没有写出的没有登记；需要的请在这一格写全"
            row.find("others_unnamed", column, told)

    def _joined(self, text: str) -> list[tuple[str, AgencyMatch]]:
        match = self.find(text)
        parts = [part for part in _JOINING.split(text) if part]
        if match.agency is None and len(parts) > 1:
            matches = [(part, self.find(part)) for part in parts]
            if all(each.agency for _, each in matches):
                return matches
        return [(text, match)]

    def _suggestions(self, name: str) -> tuple[Agency, ...]:
        """Agencies a name may have meant: those it shortens or begins with, else those much like it."""
        known = self._own | self._listed
        stem = self._district.sub("", name, count=1) if self._district.match(name) else name
        if len(stem) > 1:
            meant = dict.fromkeys(
                agency
                for each, agency in known.items()
                if _shortens(stem, each) or (len(each) > 2 and name.startswith(each))
            )
            if 0 < len(meant) <= SUGGESTED:
                return tuple(meant)
        close = get_close_matches(name, known, n=2 * SUGGESTED, cutoff=0.5)
        return tuple(dict.fromkeys(known[each] for each in close))[:SUGGESTED]

    def settle(self, row: Row, column: str, text: str) -> Agency | None:
        """The agency named in a column, the findings noted on the row."""
        match = self.find(text)
        if match.agency is None:
            names = tuple(str(agency) for agency in match.suggestions)
            if names:
                told = f"清单里没有“{text}”这个名称，是不是{'、'.join(names)}？请选定，或把它加为常用名"
                row.find("org_alias_unlisted", column, told, choices=names)
            else:
                row.find("org_unknown", column, f"“{text}”对不上任何责任单位，请改正或先导入单位")
        elif not match.own:
            row.find("org_alias", column, f"“{text}”按常用名认作“{match.agency}”")
        return match.agency


def known_agency() -> Callable[[str], bool]:
    """What tells whether a text is the name of an agency on record."""
    matcher = AgencyMatcher()
    return lambda text: matcher.find(text).agency is not None


def _shortens(short: str, name: str) -> bool:
    """Whether the characters of one name stand in another in their order: 消防队, 消防救援支队."""
    rest = iter(name)
    return all(char in rest for char in short)
