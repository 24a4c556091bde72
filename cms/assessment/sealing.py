"""What is frozen stays as it was: one way to write a value as bytes, and a chain that shows one changed byte.

Each seal takes in the one before it, so a year that was changed, taken out or put elsewhere breaks the chain.
Taking away the last one leaves a whole chain behind: that it was there, its keeper has to know.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise

# What the first seal comes after.
NOTHING_BEFORE = ""


def canonical(value: object) -> bytes:
    """`value` as JSON in UTF-8, names sorted, no blanks: equal values are equal bytes.

    TypeError for what JSON does not hold for ever, floats among it; UnicodeEncodeError for what is no text.
    """
    _refuse_fleeting(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(content: bytes, previous: str = NOTHING_BEFORE) -> str:
    """SHA-256 of the content after the digest of the one before, in hex."""
    return sha256(b"%s\n%s" % (previous.encode(), content)).hexdigest()


@dataclass(frozen=True, slots=True)
class Seal:
    """One frozen content; `name` tells people which, `previous` is the digest it comes after."""

    name: str
    content: bytes
    previous: str
    digest: str


def seal(name: str, content: bytes, after: Seal | None = None) -> Seal:
    previous = after.digest if after else NOTHING_BEFORE
    return Seal(name, content, previous, digest(content, previous))


def broken(chain: Iterable[Seal]) -> list[str]:
    """What is wrong with the chain, from the first to the last, a sentence each; nothing of a whole one."""
    seals = list(chain)
    found = [
        f"{each.name}：内容或校验值在封存之后被改动过"
        for each in seals
        if digest(each.content, each.previous) != each.digest
    ]
    if seals and seals[0].previous != NOTHING_BEFORE:
        found.append(f"{seals[0].name}：应是第一份，却接在另一份之后，前面的不见了")
    found += [
        f"{after.name}：没有接在{before.name}之后，中间有缺失、次序不对，或者其中一份被换过"
        for before, after in pairwise(seals)
        if after.previous != before.digest
    ]
    return found


def _refuse_fleeting(value: object) -> None:
    match value:
        case dict():
            for name, inner in value.items():
                if not isinstance(name, str):
                    raise TypeError(f"a name must be text, not {name!r}")
                _refuse_fleeting(inner)
        case list():
            for inner in value:
                _refuse_fleeting(inner)
        case None | bool() | int() | str():
            pass
        case _:
            raise TypeError(f"{type(value).__name__} has no canonical form")
