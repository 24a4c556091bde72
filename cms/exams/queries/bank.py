"""Reads of the bank. The day is passed in."""

from datetime import date

from django.db.models import QuerySet

from cms.exams.enums import QuestionState
from cms.exams.models import Question
from cms.statutes.models import Article, Law, LawVersion

# Of these the words are still used, or will be.
_AT_WORK = (QuestionState.DRAFT, QuestionState.SUBMITTED, QuestionState.REVIEWED)


def questions_on(law: Law) -> QuerySet[Question]:
    """Questions that rest on a law, the newest first."""
    return Question.objects.filter(articles__law=law, state__in=_AT_WORK).distinct().order_by("-pk")


def questions_on_article(article: Article) -> QuerySet[Question]:
    found = Question.objects.filter(articles__law=article.version.law_id, articles__ref=article.ref)
    return found.filter(state__in=_AT_WORK).order_by("-pk")


def versions_of_today(laws, on: date) -> list[LawVersion]:
    """The texts in which these laws are read on a day; of one without a text none."""
    found = Law.objects.filter(pk__in=[law.pk for law in laws]).prefetch_related("versions")
    return [version for law in found if (version := law.version_on(on))]


def changed_since_read(on: date) -> list[Question]:
    """Questions at work that nobody has flagged although their law was revised or has ended by `on`."""
    waiting = Question.objects.filter(state__in=_AT_WORK, reread_since=None).exclude(articles=None)
    laws = Law.objects.filter(provisions__questions__in=waiting.values("pk")).distinct()
    standing = {law.pk: law for law in laws.prefetch_related("versions")}
    return [
        question
        for question in waiting.prefetch_related("articles", "versions").order_by("pk")
        if any(_has_changed(standing[key], question, on) for key in _laws_of(question))
    ]


def rests_on_ended_law(question: Question, on: date) -> bool:
    """Whether a law it rests on is repealed by `on`, or has lost the laws it was made under."""
    return any(_has_ended(each.law, on) for each in question.articles.select_related("law"))


def _laws_of(question: Question) -> set[int]:
    return {each.law_id for each in question.articles.all()}


def _has_changed(law: Law, question: Question, on: date) -> bool:
    if _has_ended(law, on):
        return True
    current = law.version_on(on)
    read = {version.pk for version in question.versions.all()}
    return current is not None and current.pk not in read


def _has_ended(law: Law, on: date) -> bool:
    return any(ended and ended <= on for ended in (law.repealed_on, law.basis_repealed_on))


def subjects() -> list[str]:
    """The subjects under which questions are kept."""
    return list(Question.objects.order_by("subject").values_list("subject", flat=True).distinct())
