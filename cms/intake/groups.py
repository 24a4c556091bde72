"""Rows that only name what the rows below them have in common: a 居村 above its people."""

import re
from datetime import date
from typing import Any

from cms.intake.headings import Names
from cms.intake.levels import Level, level_of
from cms.intake.shape import Block, Mark
from cms.intake.spec import LABELS, Column
from search.chinese.folding import narrow

PERSON = LABELS[0]
_ANY_DAY = date.max
_NUMBERED = re.compile(r"^(?:[(]?[一二三四五六七八九十]+[)]?|\d+(?=[、.]))[、.\s]*(?=..)")
_COUNTED = re.compile(r"\s*(?:[(][^()]*\d[^()]*[)]|共?\d+[人名位])$")
_PART = re.compile(r"[(]?[一二三四五六七八九十]+[)、.]")
_AMOUNT = re.compile(r"(?:共|约)?[\d,.]*(?:人|名|位|户|分)?")
_CALLED = re.compile(r"^([^:]{2,12}):(?=.)")
_NUMERAL = re.compile(r"[(]?[一二三四五六七八九十]+[)]?[、.]?")


class Groups:
    """The groups of one list, each until the next one of its kind or a wider one begins.

    A group is named alone on its row: in its own column, or wherever it looks like one or is known to be one.
    """

    def __init__(self, names: Names, labels: tuple[str, ...]):
        self._columns = [column for column in names.columns if column.groups and column.looks]
        self._names, self._labels = names, labels
        self._known: dict[str, Any] = {}
        self._told: dict[str, str] = {}
        self._used = False

    def begins(self, texts: dict[int, str], block: Block) -> bool:
        """Whether the filled cells of a row, by position, only name groups; these then begin."""
        said = self.names(texts, block)
        if not said:
            return False
        widest = min(place for place, column in enumerate(self._columns) if column.name in said)
        kept = {column.name for column in self._columns[:widest]}
        self._told = {name: text for name, text in self._told.items() if name in kept} | said
        self._used = False
        return True

    def names(self, texts: dict[int, str], block: Block) -> dict[str, str]:
        """The groups that the cells of a row name, by column; none where a cell says anything else."""
        if not self._columns:
            return {}
        said: dict[str, str] = {}
        for position, text in texts.items():
            column, plain = block.get(position), narrow(text).strip()
            if not plain:
                continue
            if _AMOUNT.fullmatch(plain):
                # A numbered row is somebody's, and lacks the rest.
                if column and column.name == "序号":
                    return {}
            elif not (column and column.name == "序号" and _NUMERAL.fullmatch(plain)):
                found = self._group(plain, column, alone=len(texts) == 1)
                if found is None:
                    return {}
                said[found[0].name] = found[1]
        return said

    def forget(self) -> None:
        """Another list begins."""
        self._told = {}

    def end(self) -> None:
        """A sum below the rows of a group ends it; one that stands above them does not."""
        if self._used:
            self._told = {}

    def fill(self, cells: dict[str, Any], is_blank) -> list[Mark]:
        """Say the group in the cells of a row that leaves it out."""
        self._used = True
        left = {name: text for name, text in self._told.items() if is_blank(cells.get(name))}
        cells |= left
        return [("filled_down", name, f"按上面单独一行的“{text}”填，请核对") for name, text in left.items()]

    def _group(self, text: str, column: Column | None, *, alone: bool) -> tuple[Column, str] | None:
        bare = _COUNTED.sub("", _NUMBERED.sub("", text)).strip(": ")
        called = _CALLED.match(bare)
        if called:
            named = self._names.first([called[1]])
            return (named, bare[called.end() :]) if named in self._columns else None
        if column in self._columns:
            return column, bare
        is_part = alone and bool(_PART.match(text))
        for each in self._columns:
            is_label = column is not None and column.name in self._labels
            is_other = is_part or (alone and self._knows(each, bare))
            if is_label and not (is_other or self._is_no_label(column, bare, each)):
                continue
            for said in (text, bare):
                if re.fullmatch(each.looks, said) or self._knows(each, said):
                    return each, said
        return None

    def _is_no_label(self, column: Column, text: str, group: Column) -> bool:
        """Whether what stands in the column of names is none: it says so itself, or the place is known."""
        doubts = level_of(code for code, _ in column.parse(text, _ANY_DAY).findings)
        return doubts >= Level.REVIEW or (column.name == PERSON and self._knows(group, text))

    def _knows(self, column: Column, text: str) -> bool:
        if column.known is None:
            return False
        if column.name not in self._known:
            self._known[column.name] = column.known()
        return self._known[column.name](text)
