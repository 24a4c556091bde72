"""What an app declares of a kind of file: its columns, its rules, and how its rows become records."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cms.intake.levels import Level, level_of


@dataclass(frozen=True)
class Finding:
    """A problem of one cell or row. `message` says what stands there and the cure, without the row."""

    code: str
    column: str
    message: str


@dataclass(frozen=True)
class Parsed:
    """What a cell says after repair, and what was found on the way."""

    value: Any = None
    findings: tuple[tuple[str, str], ...] = ()


Parser = Callable[[Any, date], Parsed]


@dataclass(frozen=True)
class Column:
    """A column by its standard name. A sheet without its `required` columns holds no such data.

    `personal` columns hold identity or telephone numbers: masked wherever they are shown.
    """

    name: str
    parse: Parser
    aliases: tuple[str, ...] = ()
    required: bool = False
    personal: bool = False


@dataclass
class Row:
    """One data row on its way through judgement. `raw` and `values` are keyed by column name."""

    sheet: str
    number: int
    raw: dict[str, Any]
    values: dict[str, Any]
    findings: list[Finding] = field(default_factory=list)

    def find(self, code: str, column: str, message: str) -> None:
        """Note a problem; the same code is noted once a column."""
        if not any(held.code == code and held.column == column for held in self.findings):
            self.findings.append(Finding(code, column, message))

    @property
    def codes(self) -> list[str]:
        return list(dict.fromkeys(finding.code for finding in self.findings))

    @property
    def level(self) -> Level:
        return level_of(self.codes)

    @property
    def messages(self) -> list[str]:
        return [f"第{self.number}行“{f.column}”：{f.message}" for f in self.findings]


@dataclass(frozen=True)
class Outcome:
    """What applying did to each row, in the order given: "create", "change" or "unchanged"."""

    done: tuple[str, ...]

    def count(self, what: str) -> int:
        return self.done.count(what)


class ImportSpec:
    """A kind of file. Subclass, set the attributes, implement `apply`, and `register` an instance."""

    kind: str
    label: str
    columns: tuple[Column, ...]

    def may_import(self, user) -> bool:
        """Whether an account may upload and apply files of this kind."""
        raise NotImplementedError

    def judge(self, rows: list[Row], on: date) -> None:
        """Judge rows against each other and against what is stored, noting findings; no writes."""

    def apply(self, rows: Iterable[dict[str, Any]], *, actor, on: date) -> Outcome:
        """Store the values of importable rows, inside the caller's transaction."""
        raise NotImplementedError
