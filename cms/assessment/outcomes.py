"""What a document comes to, sheet by sheet, as pages and papers show it."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from cms.assessment.arithmetic import as_printed, compute
from cms.assessment.documents import parse
from cms.assessment.enums import IndicatorKind


@dataclass(frozen=True)
class SheetLine:
    """One indicator on an agency's sheet; `dimension` is empty where it is that of the line before."""

    dimension: str
    key: str
    name: str
    kind: str
    earned: str | None
    max: str | None
    text: str

    @property
    def is_weak(self) -> bool:
        """Less than six tenths of what there was to earn; a bonus that was not earned is no weakness."""
        if self.earned is None or self.max is None or self.kind == IndicatorKind.BONUS:
            return False
        return Decimal(self.earned) < Decimal("0.6") * Decimal(self.max)


@dataclass(frozen=True)
class Sheet:
    """Everything that one agency's result consists of."""

    code: str
    name: str
    total: str | None
    grade: str | None
    bonus: str
    groups: tuple[dict[str, Any], ...]
    lines: tuple[SheetLine, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """A document with its result; what is shown of a round is shown from here."""

    document: dict[str, Any]
    result: dict[str, Any]

    @property
    def year(self) -> int:
        return self.document["scheme"]["year"]

    @property
    def name(self) -> str:
        return self.document["scheme"]["name"]

    @property
    def grades(self) -> list[tuple[str, str | None]]:
        """Name and grade, in the order of the document: no ranking is ever public."""
        return [(agency["name"], result["grade"]) for agency, result in self._pairs]

    @property
    def incomplete(self) -> list[tuple[str, list[str]]]:
        """The agencies without a total, with the reasons."""
        return [
            (agency["name"], result["notes"]) for agency, result in self._pairs if result["total"] is None
        ]

    def sheets(self) -> list[Sheet]:
        return [self._sheet(agency, result) for agency, result in self._pairs]

    def sheet_of(self, code: str) -> Sheet | None:
        found = (pair for pair in self._pairs if pair[0]["code"] == code)
        return next((self._sheet(*pair) for pair in found), None)

    def as_json(self) -> dict[str, Any]:
        return {"document": self.document, "result": self.result}

    def _sheet(self, agency: dict[str, Any], result: dict[str, Any]) -> Sheet:
        return Sheet(
            agency["code"],
            agency["name"],
            result["total"],
            result["grade"],
            result["bonus"],
            tuple(
                {"name": group["name"], "weight": group["weight"], **result["groups"][group["key"]]}
                for group in self.document["scheme"]["groups"]
            ),
            tuple(self._lines(result)),
            tuple(result["notes"]),
        )

    @property
    def _pairs(self) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        """What is known of each agency, and what it comes to."""
        return list(zip(self.document["agencies"], self.result["agencies"], strict=True))

    @cached_property
    def _places(self) -> dict[str, tuple[str, str]]:
        """Dimension and kind of each indicator."""
        return {
            indicator["key"]: (dimension["name"], indicator["kind"])
            for dimension in self.document["scheme"]["dimensions"]
            for indicator in dimension["indicators"]
        }

    def _lines(self, result: dict[str, Any]) -> Iterator[SheetLine]:
        before = ""
        for line in result["lines"]:
            dimension, kind = self._places[line["key"]]
            shown, before = "" if dimension == before else dimension, dimension
            yield SheetLine(shown, line["key"], line["name"], kind, line["earned"], line["max"], line["text"])


def computed(document: dict[str, Any]) -> Outcome:
    """The outcome of a document; `cms.assessment.documents.Refused` where it is not valid."""
    return Outcome(document, as_printed(compute(parse(document))))
