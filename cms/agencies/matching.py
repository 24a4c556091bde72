"""Finds the agency a spreadsheet means: by its names, or by the other names listed for it. Never by guess."""

import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches

from cms.agencies.models import Agency
from cms.intake.spec import Row

SUGGESTED = 3
_SPACE = re.compile(r"\s+")


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
        for agency in Agency.objects.prefetch_related("names"):
            for name in filter(None, (agency.name, agency.short_name)):
                self._own[_folded(name)] = agency
            for other in agency.names.all():
                self._listed[_folded(other.name)] = agency

    def find(self, text: str) -> AgencyMatch:
        """The agency of a name as it stands in a cell, white space and width of characters aside."""
        name = _folded(text)
        if name in self._own:
            return AgencyMatch(self._own[name], own=True)
        if name in self._listed:
            return AgencyMatch(self._listed[name])
        known = self._own | self._listed
        close = get_close_matches(name, known, n=2 * SUGGESTED, cutoff=0.5)
        return AgencyMatch(None, suggestions=tuple(dict.fromkeys(known[each] for each in close))[:SUGGESTED])

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


def _folded(name: str) -> str:
    return _SPACE.sub("", unicodedata.normalize("NFKC", name)).lower()
