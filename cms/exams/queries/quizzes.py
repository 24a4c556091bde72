"""Reads of practice: what the public may practise on."""

from django.db.models import Count, Q, QuerySet

from cms.exams.enums import QuestionState
from cms.exams.models import Question, Quiz

_USABLE = Q(questions__state=QuestionState.REVIEWED, questions__reread_since=None)


def public_quizzes() -> QuerySet[Quiz]:
    """Quizzes that are public and have something to ask; `count` says how much."""
    found = Quiz.objects.published().annotate(count=Count("questions", filter=_USABLE))
    return found.filter(count__gt=0).order_by("topic", "title")


def questions_to_practise(quiz: Quiz) -> list[Question]:
    """Its questions in order, but for those that wait until they have been read again."""
    return list(quiz.questions.usable().order_by("pk"))
