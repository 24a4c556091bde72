"""The variants of a printed paper: the same questions in another order, and their options too.

The order follows from the paper and the letter of the variant alone: printed again, it is the same.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from cms.exams.enums import LETTERS, QuestionKind
from cms.exams.models import Part, PrintedItem, PrintedPaper, Question

VARIANTS = ("A", "B")


@dataclass(frozen=True)
class PrintedQuestion:
    """A question in its place on a variant, its options in the order of that variant."""

    number: int
    question: Question
    parts: tuple[Part, ...]
    points: Decimal


@dataclass(frozen=True)
class PrintedSection:
    """The questions of one kind."""

    kind: str
    questions: tuple[PrintedQuestion, ...]

    @property
    def points(self) -> Decimal:
        return sum((each.points for each in self.questions), Decimal(0))


def sections_of(paper: PrintedPaper, variant: str) -> list[PrintedSection]:
    """The paper as this variant prints it, by kinds of question. Queries: one."""
    items = list(paper.items.select_related("question"))
    found, number = [], 0
    for kind in QuestionKind.values:
        own = _ordered((each for each in items if each.question.kind == kind), paper, variant)
        asked = tuple(
            PrintedQuestion(
                number + place,
                each.question,
                tuple(
                    _mixed(part, f"{paper.pk}:{variant}:{each.question_id}:{index}", variant)
                    for index, part in enumerate(each.question.parts)
                ),
                each.points,
            )
            for place, each in enumerate(own, start=1)
        )
        if asked:
            found.append(PrintedSection(kind, asked))
            number += len(asked)
    return found


def _ordered(items: Iterable[PrintedItem], paper: PrintedPaper, variant: str) -> list[PrintedItem]:
    """As drawn on the first variant, mixed on the others."""
    if variant == VARIANTS[0]:
        return sorted(items, key=lambda item: item.position)
    return sorted(items, key=lambda item: _chance(f"{paper.pk}:{variant}:{item.question_id}"))


def _mixed(part: Part, seed: str, variant: str) -> Part:
    """The part with its options in another order, its key with them."""
    if variant == VARIANTS[0] or part.kind == QuestionKind.TRUTH:
        return part
    order = sorted(range(len(part.options)), key=lambda place: _chance(f"{seed}:{place}"))
    right = {LETTERS.index(letter) for letter in part.answer}
    return replace(
        part,
        options=tuple(part.options[place] for place in order),
        answer="".join(LETTERS[at] for at, place in enumerate(order) if place in right),
    )


def _chance(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
