"""Questions as they are put to somebody, and what was answered."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from cms.exams.enums import LETTERS, QuestionKind
from cms.exams.models import Part, Question
from cms.statutes.models import Article, Law, Provision
from cms.statutes.queries.citing import articles_on


@dataclass(frozen=True)
class AskedPart:
    """One thing to answer; `name` is that of its field in a form, `chosen` the letters that were given."""

    name: str
    part: Part
    chosen: str = ""

    @property
    def is_answered(self) -> bool:
        return bool(self.chosen)

    @property
    def is_right(self) -> bool:
        return self.part.is_right(self.chosen)

    @property
    def options(self) -> list[dict]:
        """Each option with its letter, whether it was chosen and whether it is right."""
        return [
            {
                "letter": letter,
                "words": words,
                "is_chosen": letter in self.chosen,
                "is_right": letter in self.part.answer,
            }
            for letter, words in self.part.lettered
        ]


@dataclass(frozen=True)
class Ground:
    """What a question rests on: its label, and the article of today where its text is held."""

    label: str
    law: Law
    article: Article | None


@dataclass(frozen=True)
class Asked:
    """A question in its place among others."""

    number: int
    question: Question
    parts: tuple[AskedPart, ...]
    grounds: tuple[Ground, ...] = ()

    @property
    def is_case(self) -> bool:
        return self.question.kind == QuestionKind.CASE

    @property
    def is_answered(self) -> bool:
        """Whether every part of it is."""
        return all(each.is_answered for each in self.parts)

    @property
    def is_right(self) -> bool:
        return all(each.is_right for each in self.parts)


def field_name(question: Question, place: int) -> str:
    return f"q{question.pk}-{place}"


def letters_of(values: Iterable[str]) -> str:
    """The letters among what a form sent, in order."""
    return "".join(sorted({each for each in values if len(each) == 1 and each in LETTERS}))


def put(questions: Iterable[Question], said: dict[str, str]) -> list[Asked]:
    """The questions numbered, with what was answered by the names of their fields. Queries: three."""
    questions = list(questions)
    grounds = grounds_of(questions)
    return [
        Asked(
            number,
            question,
            tuple(
                AskedPart(name := field_name(question, place), part, said.get(name, ""))
                for place, part in enumerate(question.parts)
            ),
            tuple(grounds[question.pk]),
        )
        for number, question in enumerate(questions, start=1)
    ]


def said_in(questions: Iterable[Question], data) -> dict[str, str]:
    """What a posted form answers, by the names of the fields; `data` is its QueryDict."""
    names = [field_name(each, place) for each in questions for place in range(len(each.parts))]
    return {name: said for name in names if (said := letters_of(data.getlist(name)))}


def said_in_whole(questions: Iterable[Question], data) -> dict[str, str]:
    """The same of a form that shows every question: boxes that are all empty have been emptied."""
    questions = list(questions)
    boxes = {
        field_name(each, place): ""
        for each in questions
        for place, part in enumerate(each.parts)
        if part.takes_several
    }
    return boxes | said_in(questions, data)


def grounds_of(questions: Iterable[Question]) -> dict[int, list[Ground]]:
    """By question what it rests on, with the articles as they read today."""
    through = Question.articles.through
    links = list(through.objects.filter(question__in=[each.pk for each in questions]).order_by("pk"))
    provisions = Provision.objects.filter(pk__in={each.provision_id for each in links})
    cited = {each.pk: each for each in provisions.select_related("law").prefetch_related("law__versions")}
    articles = articles_on(((each.law, each.ref) for each in cited.values()), timezone.localdate())
    found: dict[int, list[Ground]] = {each.pk: [] for each in questions}
    for link in links:
        each = cited[link.provision_id]
        found[link.question_id].append(Ground(str(each), each.law, articles.get((each.law_id, each.ref))))
    return found
