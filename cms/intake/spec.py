"""What an app declares of a kind of file: its columns, its rules, and how its rows become records."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from cms.intake.journal import Journal
from cms.intake.levels import Level, level_of

# What the only sheet of a delimited file is called.
DELIMITED = "(csv)"
# The columns of which the first filled one says whom or what a row is about.
LABELS = ("姓名", "名称", "单位全称", "活动名称")


@dataclass(frozen=True, slots=True)
class Other:
    """What a row may mean instead of something new: an earlier row of the file, or a stored record."""

    label: str
    row: tuple[str, int | str] | None = None
    record: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem of one cell or row. `message` says what stands there and the cure, without the row.

    `choices` are texts a person may pick for the column.
    """

    code: str
    column: str
    message: str
    other: Other | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Parsed:
    """What a cell says after repair, and what was found on the way."""

    value: Any = None
    findings: tuple[tuple[str, str], ...] = ()


Parser = Callable[[Any, date], Parsed]


@dataclass(frozen=True)
class Question:
    """What whoever brings a file is asked for the rows that leave a column blank; commands have an option."""

    text: str
    option: str
    choices: tuple[str, ...]
    help: str = ""


@dataclass(frozen=True)
class Column:
    """A column by its standard name. A sheet without its `required` columns holds no such data.

    `told` columns need not be there: the title, the name of the sheet or file, or the sender may tell what
    they would say. `groups` columns may say it once for a group of rows. `yearless` columns may leave out the
    year that a title tells. `personal` columns hold identity or telephone numbers: masked wherever shown.
    What a column `asks`, whoever brings the file may say for all rows. `looks` is a pattern that its cells
    have where no heading tells what they are; `known` gives what tells whether a text is one on record. The
    heading that matches `rather` takes the column from one before it: 总分 from 笔试成绩. The
    figures of rows `adds` says of are summed up: one that rows share counts once.
    """

    name: str
    parse: Parser
    aliases: tuple[str, ...] = ()
    required: bool = False
    personal: bool = False
    told: bool = False
    groups: bool = False
    yearless: bool = False
    asks: Question | None = None
    looks: str = ""
    known: Callable[[], Callable[[str], bool]] | None = None
    rather: str = ""
    adds: bool = False

    def also(self, *aliases: str) -> "Column":
        """The same column under further names."""
        return replace(self, aliases=(*self.aliases, *aliases))


class Verdict(StrEnum):
    """What a person said of a row that looks like another: the same one, or apart from it."""

    SAME = "same"
    APART = "apart"


@dataclass(frozen=True)
class Decision:
    """A person's answer to a row: leave it out, or settle its problems.

    `values` are texts entered for columns, in place of what stands there; `settled` are the codes of the
    problems accepted as they are; `verdict` answers those that ask which one is meant.
    """

    skip: bool = False
    values: dict[str, str] = field(default_factory=dict)
    settled: tuple[str, ...] = ()
    verdict: Verdict | None = None


@dataclass(slots=True)
class Row:
    """One data row on its way through judgement. `raw` and `values` are keyed by column name.

    `number` is Excel's; where two records stand side by side on a line, "12L" and "12R". `titles` are the
    texts above the headings, the name of the sheet last; `told` are these and what the file is called and who
    sent it. `ledger` names the table the row stands in: the
    same table sent again has the same ledger. `marks` are what was found on the line itself.
    """

    sheet: str
    number: int | str
    raw: dict[str, Any]
    values: dict[str, Any] = field(default_factory=dict)
    titles: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    ledger: str = ""
    marks: tuple[tuple[str, str, str], ...] = ()
    decision: Decision = Decision()
    findings: list[Finding] = field(default_factory=list)
    other: Other | None = None

    def find(
        self, code: str, column: str, message: str, other: Other | None = None, choices: tuple[str, ...] = ()
    ) -> None:
        """Note a problem, once a column, unless a person has settled it."""
        if code in self.decision.settled:
            self.other = self.other or other
        elif not any(held.code == code and held.column == column for held in self.findings):
            self.findings.append(Finding(code, column, message, other, tuple(choices)))

    def forget(self, code: str) -> None:
        """Take back what was found: something else in the row has settled it."""
        self.findings = [found for found in self.findings if found.code != code]

    @property
    def verdict(self) -> Verdict | None:
        return self.decision.verdict

    @property
    def same(self) -> Other | None:
        """The row or record a person said this row is; None where it is something of its own."""
        return self.other if self.verdict is Verdict.SAME else None

    @property
    def codes(self) -> list[str]:
        return list(dict.fromkeys([finding.code for finding in self.findings])) if self.findings else []

    @property
    def level(self) -> Level:
        return level_of(self.codes)

    @property
    def messages(self) -> list[str]:
        return [f"第{self.number}行“{f.column}”：{f.message}" for f in self.findings]


@dataclass(frozen=True)
class Outcome:
    """What applying did to each row, in the order given: "create", "change" or "unchanged".

    `records` are the keys of the records the rows became, where another row may later mean the same one.
    """

    done: tuple[str, ...]
    records: tuple[int | None, ...] = ()

    def count(self, what: str) -> int:
        return self.done.count(what)


class ImportSpec:
    """A kind of file. Subclass, set the attributes, implement `apply`, and `register` an instance.

    `words` are what titles call such tables. `label_columns` name the columns of which the first filled one
    says whom or what a row is about.
    """

    kind: str
    label: str
    columns: tuple[Column, ...]
    words: tuple[str, ...] = ()
    # Whether its files may be so long that others cannot wait until all is stored: then `apply` writes
    # through the journal and its row stores alone, and asks the database nothing about what it wrote.
    in_steps: bool = False
    label_columns: tuple[str, ...] = LABELS

    def telltale(self, values: dict[str, Any]) -> str:
        """A keyed hash of what alone says who a row is about, kept as long as the row; or nothing."""
        return ""

    @property
    def questions(self) -> dict[str, Question]:
        """What is asked of whoever brings a file, by column."""
        return {column.name: column.asks for column in self.columns if column.asks}

    def may_import(self, user) -> bool:
        """Whether an account may upload and apply files of this kind."""
        raise NotImplementedError

    def judge(self, rows: list[Row], on: date) -> None:
        """Judge rows against each other and against what is stored, noting findings; no writes."""

    def apply(self, rows: list[Row], journal: Journal) -> Outcome:
        """Store importable rows, telling the journal every write."""
        raise NotImplementedError

    def stored(self, records: list[int]) -> dict[int, dict[str, Any]]:
        """What the stored records say that rows were told to resemble, by column; by key."""
        return {}

    def label_of(self, values: dict[str, Any]) -> str:
        """Whom or what a row is about, for people."""
        return next((str(values[name]) for name in self.label_columns if values.get(name)), "")
