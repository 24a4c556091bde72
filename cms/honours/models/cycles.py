"""A cycle: of which level, when to apply, by which indicators. Data of the office."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cms.assessment.enums import COUNTED_KINDS, IndicatorKind
from cms.core.models import TimeStampedModel
from cms.core.personal_data import PublicTexts
from cms.core.plausible import PlannedDay, can_be_a_year
from cms.honours.enums import MISSED, Level, Source

NOT_NEGATIVE = MinValueValidator(Decimal(0))
HUNDRED = MaxValueValidator(Decimal(100))


def score_field(label, **options):
    """A number of 0 to 100 with at most two digits behind the point."""
    options = {"null": True, "blank": True, "validators": [NOT_NEGATIVE, HUNDRED], **options}
    return models.DecimalField(label, max_digits=5, decimal_places=2, **options)


class Cycle(PublicTexts, TimeStampedModel):
    """One batch of one level. Written in until somebody applies; then only its last day moves."""

    level = models.CharField(_("级别"), max_length=10, choices=Level)
    year = models.PositiveSmallIntegerField(_("年度"), validators=[can_be_a_year])
    batch = models.CharField(_("批次"), max_length=20, help_text=_("例：第三批。"))
    opens_on = PlannedDay(_("申报开始"))
    closes_on = PlannedDay(_("申报截止"))
    records_from = PlannedDay(_("平台记录从哪天算起"), help_text=_("活动、培训、服务从这一天数到提交之日。"))
    notice_days = models.PositiveSmallIntegerField(
        _("命名前公示天数"),
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("从开始公示的第二天起算，最后一天过完才能命名；按本地办法调整。"),
    )
    pass_score = score_field(
        _("达标分数"),
        null=False,
        blank=False,
        default=80,
        validators=[MinValueValidator(Decimal(1)), HUNDRED],
    )
    bonus_cap = score_field(_("加分合计上限"), help_text=_("留空表示不设上限。"))

    lasting = True
    public_texts = ("batch",)

    class Meta:
        verbose_name = _("示范创建批次")
        verbose_name_plural = _("示范创建批次")
        ordering = ["-year", "level", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["level", "year", "batch"],
                name="one_cycle_of_a_batch",
                violation_error_message=_("这一级别、年度已有同名的批次。"),
            ),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="cycle_closes_after_it_opens",
                violation_error_message=_("申报截止不能早于申报开始。"),
            ),
            models.CheckConstraint(
                condition=Q(records_from__lte=F("opens_on")),
                name="cycle_counts_before_it_opens",
                violation_error_message=_("平台记录的起算日不能晚于申报开始。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年{self.get_level_display()}民主法治示范村（社区）（{self.batch}）"

    @property
    def is_open(self) -> bool:
        """True until somebody has begun to apply."""
        return not self.applications.exists()

    def takes_applications(self, day) -> bool:
        return self.opens_on <= day <= self.closes_on


class Indicator(PublicTexts, models.Model):
    """One line of the sheet, and, where it is counted, which records count."""

    cycle = models.ForeignKey(
        Cycle, verbose_name=_("批次"), on_delete=models.CASCADE, related_name="indicators"
    )
    position = models.PositiveSmallIntegerField(_("次序"), default=1, validators=[MaxValueValidator(999)])
    dimension = models.CharField(_("所属方面"), max_length=40, help_text=_("例：基层组织。"))
    key = models.CharField(_("代号"), max_length=12, help_text=_("例：A1。"))
    name = models.CharField(_("指标"), max_length=120)
    standard = models.CharField(_("评分标准"), max_length=500, blank=True)
    kind = models.CharField(_("类型"), max_length=8, choices=IndicatorKind)
    max = score_field(_("分值"), help_text=_("打分、扣分、达标的指标填写。"))
    per = score_field(_("每次"), help_text=_("扣分：每次扣多少；加分：每次加多少。"))
    cap = score_field(_("累计上限"), help_text=_("扣分：至多扣多少，留空即扣完为止；加分：至多加多少。"))
    required = models.PositiveSmallIntegerField(
        _("应达次数"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(10_000)],
        help_text=_("达标的指标填写。"),
    )
    source = models.CharField(_("次数从哪里来"), max_length=12, choices=Source, default=Source.STATED)

    # A veto leaves nothing but this.
    at_best = MISSED
    public_texts = ("dimension", "key", "name", "standard")

    class Meta:
        verbose_name = _("示范创建指标")
        verbose_name_plural = _("示范创建指标")
        ordering = ["cycle", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "key"],
                name="one_honour_indicator_per_key",
                violation_error_message=_("这个批次里已有这个代号。"),
            ),
            models.CheckConstraint(
                condition=Q(source=Source.STATED) | Q(kind__in=COUNTED_KINDS),
                name="only_counted_honour_indicators_have_a_source",
                violation_error_message=_("打分和一票否决的指标不从记录里数。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.name}"

    @property
    def is_counted(self) -> bool:
        return self.kind in COUNTED_KINDS

    @property
    def is_recorded(self) -> bool:
        return self.source != Source.STATED
