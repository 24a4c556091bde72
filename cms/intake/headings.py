"""Headings as they are compared, and the columns they name."""

import re
from functools import lru_cache

from cms.intake.cells.text import as_text
from cms.intake.spec import Column
from search.chinese.folding import folded, narrow

# What is longer names no column, remarks in brackets included.
LONGEST = 60
# 姓名 Name is 姓名; 选项 A is not 选项.
_TRANSLATED = re.compile(r"(?<=[\u4e00-\u9fff])[\s/]+[A-Za-z][A-Za-z.]+(?:[ .'/]+[A-Za-z.]+)*$")
_EITHER = re.compile(r"[\n/、]|或")
# A line of headings names at least so many columns.
SHORTEST = 2


def heading(text) -> str:
    """A heading in the form in which headings are compared: 姓　名＊（必填） → 姓名."""
    told = as_text(text)
    return _heading(told) if len(told) <= LONGEST else _heading.__wrapped__(told)


@lru_cache(maxsize=10_000)
def _heading(text: str) -> str:
    bare = re.sub(r"\((?!村\))[^()]*\)", "", narrow(text)).strip()
    return folded(_TRANSLATED.sub("", bare))


class Names:
    """The columns of a kind of file by their names and aliases."""

    def __init__(self, columns: tuple[Column, ...]):
        self.columns = columns
        self._by_heading = {
            heading(name): column for column in columns for name in (column.name, *column.aliases)
        }
        self._by_name = {column.name: column for column in columns}
        self._needed = {column.name for column in columns if column.required and not column.told}

    def __len__(self) -> int:
        return len(self._by_heading)

    def __contains__(self, text) -> bool:
        return self._find(text) is not None

    def _find(self, text) -> Column | None:
        """The column a heading names; one that names it twice, 电话/手机, is of it too."""
        found = self._by_heading.get(heading(text))
        if found or not isinstance(text, str) or len(text) > LONGEST or not _EITHER.search(text):
            return found
        parts = [part for part in _EITHER.split(text.strip()) if part]
        named = {id(each): each for part in parts if (each := self._by_heading.get(heading(part)))}
        every = all(heading(part) in self._by_heading for part in parts)
        return next(iter(named.values())) if len(parts) > 1 and every and len(named) == 1 else None

    def column(self, name: str) -> Column | None:
        """The column of this very name."""
        return self._by_name.get(name)

    def first(self, texts) -> Column | None:
        """The column that the first known one of some headings names."""
        return next(filter(None, map(self._find, texts)), None)

    def are_all(self, cells) -> bool:
        """Whether a row is nothing but headings, with all that must be there: 姓名, 电话."""
        filled = [cell for cell in cells if as_text(cell)]
        if len(filled) < SHORTEST or not all(isinstance(cell, str) and cell in self for cell in filled):
            return False
        named = {self._find(cell).name for cell in filled}
        return len(named) >= SHORTEST and bool(self._needed) and self._needed <= named

    def lacking(self, cells) -> list[str]:
        """The columns that must be there and that a row of headings does not name."""
        named = {found.name for cell in cells if (found := self._find(cell))}
        return [name for name in self._by_name if name in self._needed - named]

    def hits(self, cells) -> int:
        """How many different columns a row of cells names."""
        # Of a large table nearly all cells are passed by at a glance.
        texts = (
            cell for cell in cells if isinstance(cell, str) and len(cell) < LONGEST and not cell.isdigit()
        )
        return len({found.name for text in texts if (found := self._find(text))})
