"""Which questions a paper gets: by the rules of the exam, each question once."""

from collections import Counter
from random import SystemRandom

from django.db.models import QuerySet

from cms.exams.models import Exam, ExamRule, Question

_CHANCE = SystemRandom()


def questions_for(rule: ExamRule) -> QuerySet[Question]:
    """What may be drawn for a rule."""
    found = Question.objects.usable().filter(kind=rule.kind)
    if rule.subject:
        found = found.filter(subject=rule.subject)
    return found.filter(difficulty=rule.difficulty) if rule.difficulty else found


def draw(exam: Exam) -> list[tuple[int, ExamRule]]:
    """Questions by number, each with the rule it was drawn for, in the order of the rules.

    As many as the bank allows at all: fewer than the rules ask for only where no other draw would fill
    them, see `lacks`. Queries: one, and one for each rule.
    """
    rules = list(exam.rules.all())
    candidates = {rule: _shuffled(questions_for(rule)) for rule in rules}
    drawn: dict[int, ExamRule] = {}
    for rule in rules:
        for _seat in range(rule.count):
            # What one seat of a rule cannot get, the next one cannot either.
            if not _seated(rule, candidates, drawn, set()):
                break
    return sorted(drawn.items(), key=lambda each: each[1].pk)


def lacks(exam: Exam, drawn: list[tuple[int, ExamRule]]) -> list[tuple[ExamRule, int]]:
    """The rules for which too few questions were drawn, with how many are missing."""
    held = Counter(rule.pk for _pk, rule in drawn)
    return [(rule, lack) for rule in exam.rules.all() if (lack := rule.count - held[rule.pk]) > 0]


def shortages(exam: Exam) -> list[tuple[ExamRule, int]]:
    """The rules for which the bank holds too few questions, with how many it lacks."""
    return lacks(exam, draw(exam))


def _shuffled(found: QuerySet[Question]) -> list[int]:
    held = list(found.values_list("pk", flat=True))
    _CHANCE.shuffle(held)
    return held


def _seated(
    rule: ExamRule, candidates: dict[ExamRule, list[int]], drawn: dict[int, ExamRule], asked: set[ExamRule]
) -> bool:
    """Give a rule one question more, in `drawn`; False where there is none to be had.

    Where all it could use are taken, a rule that holds one of them moves on to another (an augmenting path
    of bipartite matching). Seats of a rule are alike, so each rule in `asked` is asked to move only once.
    """
    asked.add(rule)
    free = next((pk for pk in candidates[rule] if pk not in drawn), None)
    if free is not None:
        drawn[free] = rule
        return True
    for pk in candidates[rule]:
        holder = drawn[pk]
        if holder not in asked and _seated(holder, candidates, drawn, asked):
            drawn[pk] = rule
            return True
    return False
