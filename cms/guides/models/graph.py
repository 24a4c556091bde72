"""What a guide asks and where each answer leads: plain data, frozen with its version.

Questions lead by their choices to other questions or to an outcome. On the way a choice may note a
finding, such as a risk of a firm: the result tells the outcome and every finding that was noted.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Any, Self

MOST_PARTS = 80
MOST_CHOICES = 8
LONGEST_TITLE = 80
LONGEST_WORDS = 600


class PartKind(StrEnum):
    """The kinds of part, by the name of the list in which they are kept."""

    QUESTION = "questions"
    FINDING = "findings"
    OUTCOME = "outcomes"


# Keys tell the kind at a glance: q1, f1, o1.
LETTERS = {PartKind.QUESTION: "q", PartKind.FINDING: "f", PartKind.OUTCOME: "o"}


@dataclass(frozen=True)
class Choice:
    """An answer: the key of the question or outcome it leads to, and of the finding it notes ("": none)."""

    words: str
    to: str = ""
    finding: str = ""


@dataclass(frozen=True)
class Ground:
    """What an advice rests on: a law by its full title, and the article as in addresses ("": all of it)."""

    law: str
    article: str = ""


@dataclass(frozen=True)
class Question:
    key: str
    words: str
    help: str = ""
    choices: tuple[Choice, ...] = ()

    @property
    def title(self) -> str:
        return self.words


@dataclass(frozen=True)
class Advice:
    """An outcome or a finding: how things stand, what to do, on what it rests, where help is."""

    key: str
    title: str
    words: str = ""
    todo: tuple[str, ...] = ()
    grounds: tuple[Ground, ...] = ()
    help: tuple[str, ...] = ()


Part = Question | Advice


@dataclass(frozen=True)
class Graph:
    """Parts in the order in which they were written; `first` is the key of the question asked first."""

    first: str = ""
    questions: tuple[Question, ...] = ()
    findings: tuple[Advice, ...] = ()
    outcomes: tuple[Advice, ...] = ()

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        """The graph that `document` wrote."""
        return cls(
            first=stored.get("first", ""),
            questions=tuple(
                Question(**{**each, "choices": tuple(Choice(**choice) for choice in each["choices"])})
                for each in stored.get("questions", ())
            ),
            findings=tuple(map(_advice, stored.get("findings", ()))),
            outcomes=tuple(map(_advice, stored.get("outcomes", ()))),
        )

    def document(self) -> dict[str, Any]:
        """Plain lists and dictionaries, as they are stored."""
        return {
            "first": self.first,
            "questions": [_plain(each) for each in self.questions],
            "findings": [_plain(each) for each in self.findings],
            "outcomes": [_plain(each) for each in self.outcomes],
        }

    @cached_property
    def parts(self) -> dict[str, Part]:
        """Every part by its key."""
        return {each.key: each for each in (*self.questions, *self.findings, *self.outcomes)}

    def question(self, key: str) -> Question | None:
        found = self.parts.get(key)
        return found if isinstance(found, Question) else None

    def outcome(self, key: str) -> Advice | None:
        return next((each for each in self.outcomes if each.key == key), None)

    def finding(self, key: str) -> Advice | None:
        return next((each for each in self.findings if each.key == key), None)

    def of_kind(self, kind: PartKind) -> tuple[Part, ...]:
        return getattr(self, kind)

    def free_key(self, kind: PartKind) -> str:
        letter = LETTERS[kind]
        return next(key for n in range(1, MOST_PARTS + 2) if (key := f"{letter}{n}") not in self.parts)

    def with_part(self, kind: PartKind, part: Part) -> Self:
        """With this part in the place of the one of its key, or after the others. Asked first: the first."""
        held = self.of_kind(kind)
        if any(each.key == part.key for each in held):
            held = tuple(part if each.key == part.key else each for each in held)
        else:
            held = (*held, part)
        first = self.first or (part.key if kind == PartKind.QUESTION else "")
        return replace(self, first=first, **{str(kind): held})

    def without(self, key: str) -> Self:
        """Without a part; the choices that led to it lead nowhere until somebody says where."""
        return replace(
            self,
            first="" if self.first == key else self.first,
            questions=tuple(_unlinked(each, key) for each in self.questions if each.key != key),
            findings=tuple(each for each in self.findings if each.key != key),
            outcomes=tuple(each for each in self.outcomes if each.key != key),
        )

    def grounds(self) -> Iterator[Ground]:
        """Everything that any advice rests on, each once."""
        yield from dict.fromkeys(
            ground for advice in (*self.outcomes, *self.findings) for ground in advice.grounds
        )


def _unlinked(question: Question, key: str) -> Question:
    choices = tuple(
        replace(
            each,
            to="" if each.to == key else each.to,
            finding="" if each.finding == key else each.finding,
        )
        for each in question.choices
    )
    return replace(question, choices=choices)


def _advice(stored: Mapping[str, Any]) -> Advice:
    return Advice(
        **{
            **stored,
            "todo": tuple(stored["todo"]),
            "grounds": tuple(Ground(**each) for each in stored["grounds"]),
            "help": tuple(stored["help"]),
        }
    )


def _plain(part: Part) -> dict[str, Any]:
    """`asdict` with lists for tuples, as JSON gives them back."""
    return {
        name: [dict(each) if isinstance(each, dict) else each for each in value]
        if isinstance(value, tuple)
        else value
        for name, value in asdict(part).items()
    }
