"""A round (评议): one year's assessment of the agencies that take part, and what was given to each."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.core.errors import RuleBroken
from cms.core.models import TimeStampedModel
from cms.core.plausible import PlannedDay
from cms.core.workdays import add_workdays
from cms.reviews.enums import RoundState
from cms.reviews.models.schemes import Indicator, Scheme, score_field

LEVELS = (5, 4, 3, 2, 1)


class RoundManager(models.Manager):
    """A round is called by the year of its scheme."""

    def get_queryset(self):
        return super().get_queryset().select_related("scheme")


class Round(TimeStampedModel):
    """The assessment of one year, from its preparation to the day it is frozen."""

    scheme = models.ForeignKey(
        Scheme, verbose_name=_("方案"), on_delete=models.PROTECT, related_name="rounds"
    )
    state = models.CharField(
        _("状态"), max_length=12, choices=RoundState, default=RoundState.PREPARING, editable=False
    )
    self_until = PlannedDay(_("自评截止日"))
    scoring_until = PlannedDay(_("评议团与投票截止日"))
    appeal_workdays = models.PositiveSmallIntegerField(
        _("申诉期（工作日）"), default=5, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    panel_sees_self = models.BooleanField(
        _("评议团看得到单位自评"),
        default=False,
        help_text=_("不选时，评议团只看履职记录，不看自评分数与说明。"),
    )
    # Set by the step that told the agencies; the time for an appeal runs from it.
    told_on = models.DateField(_("反馈日期"), null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("公布时间"), null=True, blank=True, editable=False)

    lasting = True
    objects = RoundManager()

    class Meta:
        verbose_name = _("年度评议")
        verbose_name_plural = _("年度评议")
        ordering = ["-scheme__year", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme"],
                name="one_round_per_scheme",
                violation_error_message=_("这一年的评议已经建立。"),
            ),
            models.CheckConstraint(
                condition=Q(scoring_until__gte=F("self_until")),
                name="scoring_ends_after_self",
                violation_error_message=_("评分不能比自评先结束。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年度评议"

    def get_absolute_url(self) -> str:
        return reverse("public:review", args=[self.year])

    @property
    def year(self) -> int:
        return self.scheme.year

    @property
    def is_told(self) -> bool:
        """From the day on which the agencies heard their results."""
        return self.state in (RoundState.PROVISIONAL, RoundState.FROZEN)

    @property
    def appeal_until(self):
        """The last day on which an agency may appeal; None before it was told its result."""
        return add_workdays(self.told_on, self.appeal_workdays) if self.told_on else None


class ParticipantQuerySet(models.QuerySet):
    def count_vote(self, level: int) -> None:
        """One more vote of this level: a single statement, so none is lost where many vote at once."""
        name = f"votes_{level}"
        self.update(**{name: F(name) + 1})


class Participant(models.Model):
    """An agency in a round. The votes are counted here and nowhere else: no ballot leads to a choice."""

    round = models.ForeignKey(
        Round, verbose_name=_("评议"), on_delete=models.CASCADE, related_name="participants"
    )
    agency = models.ForeignKey(
        "agencies.Agency", verbose_name=_("单位"), on_delete=models.PROTECT, related_name="reviews"
    )
    # As it was when the agency was invited: by it the frozen result knows the agency for ever.
    code = models.CharField(_("机构编码"), max_length=20, editable=False)
    self_submitted_at = models.DateTimeField(_("自评提交时间"), null=True, blank=True, editable=False)
    # What the record counted when the agency was told, by the key of the indicator; None before.
    counted = models.JSONField(_("反馈时的次数"), null=True, blank=True, editable=False)
    votes_5 = models.PositiveIntegerField(default=0, editable=False)
    votes_4 = models.PositiveIntegerField(default=0, editable=False)
    votes_3 = models.PositiveIntegerField(default=0, editable=False)
    votes_2 = models.PositiveIntegerField(default=0, editable=False)
    votes_1 = models.PositiveIntegerField(default=0, editable=False)

    lasting = True
    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("参评单位")
        verbose_name_plural = _("参评单位")
        ordering = ["round", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "agency"],
                name="one_part_per_agency",
                violation_error_message=_("这个单位已经参评。"),
            ),
            models.UniqueConstraint(fields=["round", "code"], name="one_part_per_code"),
        ]

    def __str__(self) -> str:
        return f"{self.round}：{self.agency}"

    @property
    def votes(self) -> dict[int, int]:
        return {level: getattr(self, f"votes_{level}") for level in LEVELS}


class Entry(models.Model):
    """What is known of one indicator of one participant: its own words, the office's finding."""

    participant = models.ForeignKey(
        Participant, verbose_name=_("参评单位"), on_delete=models.CASCADE, related_name="entries"
    )
    indicator = models.ForeignKey(
        Indicator, verbose_name=_("指标"), on_delete=models.PROTECT, related_name="entries"
    )
    self_score = score_field(_("自评分"))
    self_words = models.TextField(_("自评说明"), max_length=1000, blank=True)
    office_score = score_field(_("普法办评分"))
    # Where the office says another number than the record does, with its reason in `office_words`.
    count = models.PositiveIntegerField(
        _("次数"), null=True, blank=True, validators=[MaxValueValidator(100_000)]
    )
    hit = models.BooleanField(_("有否决情形"), default=False)
    office_words = models.CharField(_("评分说明"), max_length=500, blank=True)
    exempt_reason = models.CharField(_("不适用的理由"), max_length=200, blank=True)

    lasting = True

    class Meta:
        verbose_name = _("指标得分")
        verbose_name_plural = _("指标得分")
        ordering = ["participant", "indicator__position"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "indicator"], name="one_entry_per_indicator")
        ]

    def __str__(self) -> str:
        return f"{self.participant}：{self.indicator}"

    def clean(self):
        problems = {}
        for name in ("self_score", "office_score"):
            score = getattr(self, name)
            if score is not None and self.indicator.max is not None and score > self.indicator.max:
                problems[name] = _("%(key)s 的分值是 %(max)s，不能打 %(score)s。") % {
                    "key": self.indicator.key, "max": self.indicator.max, "score": score
                }  # fmt: skip
        if problems:
            raise RuleBroken(problems)
