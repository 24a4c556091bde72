"""One attempt at an exam: the questions that were drawn, what was answered, how it ended."""

from decimal import ROUND_HALF_UP, Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.core.models import TimeStampedModel
from cms.core.plausible import PastDay
from cms.exams.enums import SittingSource
from cms.exams.models.exams import Admission
from cms.exams.models.questions import Question

TENTH = Decimal("0.1")


class SittingQuerySet(models.QuerySet):
    def running(self):
        return self.filter(finished_at=None, source=SittingSource.ONLINE)


class Sitting(TimeStampedModel):
    """Online it has questions and a clock, which is the server's; on paper its score alone."""

    admission = models.ForeignKey(
        Admission, verbose_name=_("考生"), on_delete=models.PROTECT, related_name="sittings"
    )
    source = models.CharField(
        _("方式"), max_length=8, choices=SittingSource, default=SittingSource.ONLINE, editable=False
    )
    number = models.PositiveSmallIntegerField(_("第几次"), editable=False)
    begun_at = models.DateTimeField(_("开始时间"), null=True, editable=False)
    ends_at = models.DateTimeField(_("交卷期限"), null=True, editable=False)
    finished_at = models.DateTimeField(_("交卷时间"), null=True, editable=False)
    # Of a paper exam the day it was held.
    held_on = PastDay(_("考试日期"), null=True, blank=True)
    # Of a hundred.
    score = models.DecimalField(
        _("成绩"), max_digits=4, decimal_places=1, null=True, blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )  # fmt: skip
    # When the result became the exam of a nomination.
    fed_at = models.DateTimeField(_("计入推荐"), null=True, editable=False)

    objects = SittingQuerySet.as_manager()
    lasting = True

    person_path = "admission__person"
    own_data_fields = (
        "admission", "source", "number", "begun_at", "ends_at", "finished_at", "held_on", "score", "fed_at",
    )  # fmt: skip

    class Meta:
        verbose_name = _("答卷")
        verbose_name_plural = _("答卷")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["admission", "number"], name="each_attempt_once"),
            models.UniqueConstraint(
                fields=["admission"],
                condition=Q(finished_at=None, source="online"),
                name="one_running_sitting",
            ),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__gte=0, score__lte=100), name="sitting_score_of_a_hundred"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.admission}（第{self.number}次）"

    @property
    def has_passed(self) -> bool:
        return self.score is not None and self.score >= self.admission.exam.pass_share


class SittingItem(models.Model):
    """A question of a sitting, in the version it was drawn in, and the letters that were given."""

    # Nobody asks who names it; each save would cost a task that notes it.
    wagtail_reference_index_ignore = True

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(_("次序"), editable=False)
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="sitting_items")
    points = models.DecimalField(_("分值"), max_digits=4, decimal_places=1, editable=False)
    # By part, in order: ["B"], of a case ["AC", "", "B"].
    chosen = models.JSONField(_("回答"), default=list, blank=True, editable=False)

    lasting = True

    class Meta:
        verbose_name = _("答卷的题")
        verbose_name_plural = _("答卷的题")
        ordering = ["sitting", "position"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["sitting", "position"], name="one_question_per_place"),
            models.UniqueConstraint(fields=["sitting", "question"], name="each_question_once"),
        ]

    def __str__(self) -> str:
        return f"{self.sitting}第{self.position}题"

    @property
    def earned(self) -> Decimal:
        """The points it brings: all or none of a part; the parts of a case share them evenly."""
        parts = self.question.parts
        given = [*self.chosen, *[""] * len(parts)]
        right = sum(part.is_right(said) for part, said in zip(parts, given, strict=False))
        return self.points * right / len(parts)


def of_a_hundred(earned: Decimal, full: Decimal) -> Decimal:
    """Points as a score out of a hundred, to a tenth, rounded once."""
    return (earned * 100 / full).quantize(TENTH, ROUND_HALF_UP) if full else Decimal(0)
