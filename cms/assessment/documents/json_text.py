"""JSON without its traps: what Python would round, drop or make up is kept, to be refused at its place."""

import json
from collections import Counter
from dataclasses import dataclass

# More digits than any figure has; Python itself gives up far beyond.
LONGEST_NUMBER = 40


@dataclass(frozen=True, slots=True)
class Unfit:
    """A bare number that is no whole one, or no number at all."""

    text: str


class Members(dict):
    """The members of an object; `repeated` names those that were given more than once."""

    repeated: tuple[str, ...] = ()


class UnreadableText(Exception):
    """No JSON; the sentence says where."""


def loads(text: str) -> object:
    """The value that `text` is, or UnreadableText."""
    try:
        return json.loads(
            text,
            parse_float=Unfit,
            parse_int=lambda digits: int(digits) if len(digits) <= LONGEST_NUMBER else Unfit(digits),
            parse_constant=Unfit,
            object_pairs_hook=_members,
        )
    except json.JSONDecodeError as error:
        raise UnreadableText(
            f"不是有效的 JSON：第 {error.lineno} 行第 {error.colno} 个字处读不下去，请检查引号、逗号与括号"
        ) from error
    except RecursionError as error:
        raise UnreadableText("括号嵌套得太深，不是评议文件") from error


def _members(pairs: list[tuple[str, object]]) -> Members:
    members = Members(pairs)
    if len(members) < len(pairs):
        times = Counter(name for name, _ in pairs)
        members.repeated = tuple(name for name in members if times[name] > 1)
    return members
