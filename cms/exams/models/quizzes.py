"""Practice for everybody: some questions of the bank on one page."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.core.models import TimeStampedModel
from cms.core.personal_data import PublicTexts
from cms.exams.enums import QuizState
from cms.exams.models.questions import Question


class QuizQuerySet(models.QuerySet):
    def published(self):
        return self.filter(state=QuizState.PUBLISHED)


class Quiz(PublicTexts, TimeStampedModel):
    """Some questions to practise on. Who practises leaves nothing behind: there is no model of it."""

    title = models.CharField(_("标题"), max_length=60)
    topic = models.CharField(_("领域"), max_length=20, help_text=_("例如宪法、日常生活中的法律。"))
    summary = models.CharField(_("说明"), max_length=200, help_text=_("练完能知道什么。"))
    # Only by services: questions are taken in from the bank, and follow their revisions.
    questions = models.ManyToManyField(Question, verbose_name=_("试题"), related_name="quizzes", blank=True)
    state = models.CharField(
        _("状态"), max_length=10, choices=QuizState, default=QuizState.DRAFT, editable=False
    )
    published_at = models.DateTimeField(_("公开时间"), null=True, blank=True, editable=False)

    objects = QuizQuerySet.as_manager()
    public_texts = ("title", "topic", "summary")

    class Meta:
        verbose_name = _("公众练习")
        verbose_name_plural = _("公众练习")
        ordering = ["topic", "title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("public:quiz", args=[self.pk])
