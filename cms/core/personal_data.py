"""Finds personal numbers in text that is about to be published."""

import re
import unicodedata
from dataclasses import dataclass

_ID = re.compile(
    r"(?<!\d)[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dXx])"
)
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d(?:[ \-]?\d{4}){2}(?!\d)")


@dataclass(frozen=True)
class PersonalNumber:
    """A number found: its kind (身份证号 or 手机号) and where it stands, masked."""

    kind: str
    masked: str
    position: int


def without_personal_numbers(text: str) -> str:
    """`text` in narrow form with every personal number blotted out."""
    narrow = unicodedata.normalize("NFKC", text)
    for pattern in (_ID, _MOBILE):
        narrow = pattern.sub("＊", narrow)
    return narrow


def find_personal_numbers(text: str) -> list[PersonalNumber]:
    """Every 18-digit identity number and 11-digit mobile in `text`, also in full-width digits."""
    narrow = unicodedata.normalize("NFKC", text)
    found = [
        PersonalNumber(kind, f"{match[0][:3]}****{match[0][-4:]}", match.start())
        for kind, pattern in (("身份证号", _ID), ("手机号", _MOBILE))
        for match in pattern.finditer(narrow)
    ]
    return sorted(found, key=lambda number: number.position)
