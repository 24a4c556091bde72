"""An exam: when, how long, which questions by rule, how often; and who is let in."""

from datetime import timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cms.core.models import TimeStampedModel
from cms.core.personal_data import PublicTexts
from cms.core.plausible import PlannedMoment
from cms.exams.enums import Difficulty, ExamState, QuestionKind
from cms.exams.models.questions import Question

MOST_QUESTIONS, MOST_POINTS = 200, Decimal(100)


class Exam(PublicTexts, TimeStampedModel):
    """An exam that people are admitted to. Its questions are drawn anew for each sitting."""

    title = models.CharField(_("名称"), max_length=80, unique=True)
    opens_at = PlannedMoment(_("开始时间"))
    closes_at = PlannedMoment(_("结束时间"), help_text=_("到这时还没有开始的，不能再开始。"))
    minutes = models.PositiveSmallIntegerField(
        _("答题时间（分钟）"), default=60, validators=[MinValueValidator(5), MaxValueValidator(300)]
    )
    pass_share = models.PositiveSmallIntegerField(
        _("合格线（百分制）"), default=60, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    attempts = models.PositiveSmallIntegerField(
        _("最多考几次"), default=2, validators=[MinValueValidator(1), MaxValueValidator(10)],
        help_text=_("含第一次；合格之后不能再考。"),
    )  # fmt: skip
    state = models.CharField(
        _("状态"), max_length=8, choices=ExamState, default=ExamState.DRAFT, editable=False
    )

    public_texts = ("title",)
    lasting = True

    class Meta:
        verbose_name = _("考试")
        verbose_name_plural = _("考试")
        ordering = ["-opens_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="exam_closes_after_it_opens",
                violation_error_message=_("结束时间须晚于开始时间。"),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.minutes)

    def takes_beginners(self, now) -> bool:
        """Whether a sitting may begin at this moment."""
        return self.state == ExamState.OPEN and self.opens_at <= now < self.closes_at


class ExamRule(TimeStampedModel):
    """So many questions of a kind, each worth so many points."""

    exam = models.ForeignKey(Exam, verbose_name=_("考试"), on_delete=models.CASCADE, related_name="rules")
    kind = models.CharField(_("题型"), max_length=10, choices=QuestionKind)
    subject = models.CharField(_("科目"), max_length=40, blank=True, help_text=_("留空为不限。"))
    difficulty = models.CharField(
        _("难度"), max_length=8, choices=Difficulty, blank=True, help_text=_("留空为不限。")
    )
    count = models.PositiveSmallIntegerField(
        _("题数"), validators=[MinValueValidator(1), MaxValueValidator(MOST_QUESTIONS)]
    )
    points = models.DecimalField(
        _("每题分值"), max_digits=4, decimal_places=1,
        validators=[MinValueValidator(Decimal("0.5")), MaxValueValidator(MOST_POINTS)],
        help_text=_("案例题按小题平分。"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("组卷规则")
        verbose_name_plural = _("组卷规则")
        ordering = ["exam", "pk"]

    def __str__(self) -> str:
        told = "、".join(filter(None, (self.subject, self.get_kind_display(), self.get_difficulty_display())))
        return f"{told}：{self.count}题，每题{self.points.normalize():f}分"

    def clean(self):
        super().clean()
        if self.exam_id and self.exam.state != ExamState.DRAFT:
            raise ValidationError(_("考试已经开放，规则不再改动。"))


class Admission(TimeStampedModel):
    """A person who may take an exam; who has no account comes in by a number told once."""

    exam = models.ForeignKey(
        Exam, verbose_name=_("考试"), on_delete=models.PROTECT, related_name="admissions"
    )
    person = models.ForeignKey(
        "people.Person", verbose_name=_("考生"), on_delete=models.PROTECT, related_name="exam_admissions"
    )
    # Whose step of the exam the result is for, if it is for any.
    nomination = models.ForeignKey(
        "people.Nomination",
        verbose_name=_("推荐"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="exam_admissions",
    )
    code_fingerprint = models.CharField(max_length=64, blank=True, editable=False, db_index=True)

    lasting = True

    person_path = "person"
    own_data_fields = ("exam", "nomination")

    class Meta:
        verbose_name = _("考生")
        verbose_name_plural = _("考生")
        ordering = ["exam", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["exam", "person"],
                name="one_admission_per_exam_and_person",
                violation_error_message=_("此人已在这次考试的名单里。"),
            ),
            models.UniqueConstraint(
                fields=["code_fingerprint"],
                condition=~models.Q(code_fingerprint=""),
                name="one_admission_per_code",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}：{self.exam}"


class PrintedPaper(TimeStampedModel):
    """The questions of an exam on paper, drawn once; its variants ask the same in another order."""

    exam = models.ForeignKey(Exam, verbose_name=_("考试"), on_delete=models.PROTECT, related_name="papers")
    number = models.PositiveSmallIntegerField(_("第几份"), editable=False)

    lasting = True

    class Meta:
        verbose_name = _("纸质试卷")
        verbose_name_plural = _("纸质试卷")
        ordering = ["exam", "number"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["exam", "number"], name="each_paper_of_an_exam_once")]

    def __str__(self) -> str:
        return f"{self.exam}（第{self.number}份试卷）"


class PrintedItem(models.Model):
    """A question of a printed paper, in the version it was drawn in."""

    # Nobody asks who names it; each save would cost a task that notes it.
    wagtail_reference_index_ignore = True

    paper = models.ForeignKey(PrintedPaper, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(_("次序"), editable=False)
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="printed_items")
    points = models.DecimalField(_("分值"), max_digits=4, decimal_places=1, editable=False)

    lasting = True

    class Meta:
        verbose_name = _("纸质试卷的题")
        verbose_name_plural = _("纸质试卷的题")
        ordering = ["paper", "position"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["paper", "position"], name="one_printed_question_per_place")
        ]

    def __str__(self) -> str:
        return f"{self.paper}第{self.position}题"
