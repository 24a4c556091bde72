"""A value at its place in the document: reads itself as what is wanted there, or notes what is wrong.

Every problem of a document is noted, none stops the reading: what could not be read stands in as None (or
nothing), and a document with problems is never computed.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from django.core.exceptions import ValidationError

from cms.assessment.documents.json_text import Members, Unfit
from cms.assessment.documents.plain import plain
from cms.core.invisible import refuse_invisible

MOST_PROBLEMS = 200
HOW_TO_WRITE = '不是能用的数字：只写数字与小数点，如 "8.5"，整数最多 12 位，小数最多 20 位'
LONGEST_TEXT = 2000
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,20})?")
_KINDS = {bool: "是非值", str: "文字", list: "列表", Members: "一组字段", dict: "一组字段"}
_SURROGATE = re.compile("[\ud800-\udfff]")
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class Refused(Exception):
    """The document is invalid; `problems` are Chinese lines, each beginning with a path."""

    def __init__(self, problems: Collection[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


def shown(value: object) -> str:
    """`value` on one short line of a message."""
    text = value.text if isinstance(value, Unfit) else str(value)
    text = _BREAKS.sub("�", text)
    return text if len(text) <= 40 else f"{text[:40]}…"


@dataclass(frozen=True, slots=True)
class Spot:
    value: object
    path: str
    problems: list[str]

    def refuse(self, sentence: str) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(f"{self.path or '文件'}：{sentence}")
        elif len(self.problems) == MOST_PROBLEMS:
            self.problems.append(f"文件：问题超过 {MOST_PROBLEMS} 个，其余不再列出")

    def _instead(self, wanted: str) -> str:
        match self.value:
            case None:
                return f"没有填写，请补上{wanted}"
            case str() if not self.value.strip():
                found = "空的"
            case Unfit() | int() | float() if not isinstance(self.value, bool):
                found = f"数字 {shown(self.value)}"
            case _:
                found = _KINDS.get(type(self.value), "别的")
        return f"应为{wanted}，现在是{found}"

    def at(self, name: str | int) -> "Spot":
        """The spot of a member or a row; nothing there is None.

        What is no object has been refused as a whole: of its members nothing more is said.
        """
        if isinstance(name, int):
            return Spot(self.value[name], f"{self.path}[{name}]", self.problems)
        path = f"{self.path}.{shown(name)}" if self.path else shown(name)
        if not self.is_object:
            return Spot(None, path, [])
        return Spot(self.value.get(name), path, self.problems)

    @property
    def is_absent(self) -> bool:
        return self.value is None

    @property
    def is_object(self) -> bool:
        return isinstance(self.value, dict)

    def members(self) -> list[tuple[str, "Spot"]]:
        """The members of an object whose names are free; nothing there has none."""
        if self.is_absent:
            return []
        if not self.is_object:
            self.refuse(self._instead("一组字段 {…}"))
            return []
        for name in getattr(self.value, "repeated", ()):
            self.refuse(f"“{shown(name)}”写了两次，请只留一个")
        return [(name, self.at(name)) for name in self.value]

    def fields(self, *known: str) -> None:
        """Want an object of no fields but these; whether one may be missing, its own reading says."""
        if self.is_absent:
            self.refuse("没有填写，请补上")
        for name, _ in self.members():
            if name not in known:
                self.refuse(f"不认识“{shown(name)}”，这里只有 {'、'.join(known)}；请改正或删去")

    def rows(self, *, optional: bool = False) -> list["Spot"]:
        if isinstance(self.value, list):
            return [self.at(index) for index in range(len(self.value))]
        if not (self.is_absent and optional):
            self.refuse(self._instead("列表 […]"))
        return []

    def text(self, *, optional: bool = False) -> str:
        if isinstance(self.value, str) and (optional or self.value.strip()):
            return self._clean(self.value)
        if not (self.is_absent and optional):
            self.refuse(self._instead("文字"))
        return ""

    def _clean(self, text: str) -> str:
        if len(text) > LONGEST_TEXT:
            self.refuse(f"文字有 {len(text)} 个字，最多 {LONGEST_TEXT} 个，请删减")
        elif _SURROGATE.search(text):
            self.refuse("有不成字的字符，请删去后重新输入")
        else:
            try:
                refuse_invisible(text)
            except ValidationError as error:
                self.refuse(_BREAKS.sub("�", "".join(error.messages)))
        return text

    def choice(self, choices: Collection[str], what: str) -> str:
        text = self.text()
        if text and text not in choices:
            self.refuse(f"没有这个{what}“{shown(text)}”，只有：{'、'.join(map(shown, choices))}")
            return ""
        return text

    def flag(self) -> bool:
        """True or false; nothing there is false."""
        if not (self.is_absent or isinstance(self.value, bool)):
            self.refuse(self._instead(" true 或 false"))
        return self.value is True

    def number(self, *, least=0, most=None, above=None, optional: bool = False) -> Fraction | None:
        """An exact number from `least` to `most`, or more than `above`."""
        if self.is_absent and optional:
            return None
        found = self._number()
        if found is None:
            return None
        too_small = found < least if above is None else found <= above
        if too_small or (most is not None and found > most):
            lowest = f"不小于 {plain(least)}" if above is None else f"大于 {above}"
            highest = "" if most is None else f"、不大于 {plain(most)}"
            self.refuse(f"应{lowest}{highest}，现在是 {shown(self.value)}")
            return None
        return found

    def whole(self, *, least: int = 0, most: int | None = None, optional: bool = False) -> int | None:
        found = self.number(least=least, most=most, optional=optional)
        if found is None:
            return None
        if found.denominator != 1:
            self.refuse(f"{shown(self.value)} 应为整数")
            return None
        return int(found)

    def _number(self) -> Fraction | None:
        value = self.value
        if isinstance(value, bool) or not isinstance(value, int | str | float | Unfit):
            self.refuse(self._instead("数字"))
        elif not _NUMBER.fullmatch(shown(value)):
            self.refuse(f"“{shown(value)}”{HOW_TO_WRITE}")
        elif isinstance(value, float | Unfit):
            self.refuse(f'{shown(value)} 没有引号，小数会失准，请写成 "{shown(value)}"')
        else:
            return Fraction(value)
        return None
