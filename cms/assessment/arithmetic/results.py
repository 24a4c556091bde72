"""What was computed, still exact."""

from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator. Exempt: neither earned nor max; not scored yet: no earned."""

    key: str
    name: str
    kind: str
    earned: Fraction | None
    max: Fraction | None
    text: str

    @property
    def is_missing(self) -> bool:
        return self.earned is None and self.max is not None


@dataclass(frozen=True, slots=True)
class GroupScore:
    """The score out of a hundred, or None and why; `notes` say how it came about."""

    key: str
    name: str
    weight: Fraction
    score: Fraction | None
    why: str = ""
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class AgencyResult:
    """`total` is rounded; `grade` is filled in when all agencies have their totals."""

    code: str
    name: str
    lines: tuple[Line, ...]
    groups: tuple[GroupScore, ...]
    bonus: Fraction
    total: Fraction | None
    grade: str | None = None
    incomplete: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)
