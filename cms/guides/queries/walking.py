"""Where somebody stands who has answered so far: nothing is kept, the answers are given each time."""

from collections.abc import Sequence
from dataclasses import dataclass

from cms.guides.models.graph import Advice, Choice, Graph, Question
from search.chinese.numerals import typed_number


@dataclass(frozen=True)
class Answer:
    """`number` is the place of the choice among those of its question, from 1."""

    question: Question
    choice: Choice
    number: int


@dataclass(frozen=True)
class Walk:
    """The answers that hold, then the question to be asked, or the outcome with what was noted on the way.

    `strayed`: an answer was given that the question does not have; it and what followed are left out.
    """

    answers: tuple[Answer, ...]
    question: Question | None
    outcome: Advice | None
    findings: tuple[Advice, ...]
    strayed: bool

    @property
    def numbers(self) -> list[int]:
        return [answer.number for answer in self.answers]


def walk(graph: Graph, given: Sequence[str]) -> Walk:
    """Follow the answers, each the number of a choice as text. What is left over at an outcome strayed."""
    answers: list[Answer] = []
    question, outcome, strayed = graph.question(graph.first), None, False
    for text in given:
        number = typed_number(text)
        if question is None or not 1 <= number <= len(question.choices):
            strayed = True
            break
        choice = question.choices[number - 1]
        answers.append(Answer(question, choice, number))
        question, outcome = graph.question(choice.to), graph.outcome(choice.to)
    noted = dict.fromkeys(answer.choice.finding for answer in answers)
    findings = tuple(found for key in noted if (found := graph.finding(key)))
    return Walk(tuple(answers), question, outcome, findings, strayed)


def questions_left(graph: Graph, question: Question) -> tuple[int, int]:
    """How many questions there are still to answer, this one among them: at least, at most."""
    least: dict[str, int] = {}
    most: dict[str, int] = {}

    def count(each: Question) -> None:
        onwards = [found for choice in each.choices if (found := graph.question(choice.to))]
        for one in onwards:
            if one.key not in most:
                count(one)
        ends = any(graph.question(choice.to) is None for choice in each.choices)
        least[each.key] = 1 + (0 if ends or not onwards else min(least[one.key] for one in onwards))
        most[each.key] = 1 + max((most[one.key] for one in onwards), default=0)

    count(question)
    return least[question.key], most[question.key]
