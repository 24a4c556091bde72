"""A scheme (评议方案): what is scored and what it weighs. Data of the office; `cms.assessment` reckons."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.assessment.enums import COUNTED_KINDS, IndicatorKind
from cms.core.models import TimeStampedModel
from cms.core.personal_data import PublicTexts
from cms.core.plausible import PlannedDay, can_be_a_year
from cms.duties.enums import ActivityForm
from cms.reviews.enums import COUNTED_AS, GroupKind, RoundState, Source

NOT_NEGATIVE = MinValueValidator(Decimal(0))
HUNDRED = MaxValueValidator(Decimal(100))


def score_field(label, **options):
    """A number of 0 to 100 with at most two digits behind the point."""
    options = {"null": True, "blank": True, "validators": [NOT_NEGATIVE, HUNDRED], **options}
    return models.DecimalField(label, max_digits=5, decimal_places=2, **options)


class Scheme(PublicTexts, TimeStampedModel):
    """The scheme of one year. Written in until a round uses it."""

    year = models.PositiveSmallIntegerField(_("年度"), unique=True, validators=[can_be_a_year])
    name = models.CharField(_("名称"), max_length=80)
    bonus_cap = score_field(_("加分合计上限"), help_text=_("留空表示不设上限。"))
    total_cap = score_field(
        _("总分上限"),
        validators=[NOT_NEGATIVE, MaxValueValidator(Decimal(200))],
        help_text=_("留空表示不设上限。"),
    )

    lasting = True
    public_texts = ("name",)

    class Meta:
        verbose_name = _("评议方案")
        verbose_name_plural = _("评议方案")
        ordering = ["-year"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """True until a round that uses it has been opened to the agencies."""
        return all(each.state == RoundState.PREPARING for each in self.rounds.all())


class Part(PublicTexts, models.Model):
    """What a scheme consists of, in the order of `position`."""

    position = models.PositiveSmallIntegerField(_("次序"), default=1, validators=[MaxValueValidator(999)])

    class Meta:
        abstract = True
        ordering = ["scheme", "position", "pk"]

    def __str__(self) -> str:
        return self.name


class Band(Part):
    """A grade (等次) and from which total it is reached."""

    scheme = models.ForeignKey(Scheme, verbose_name=_("方案"), on_delete=models.CASCADE, related_name="bands")
    name = models.CharField(_("等次"), max_length=20)
    least = score_field(_("从多少分起"), null=False, blank=False)
    share = models.DecimalField(
        _("至多占单位数的比例"),
        max_digits=3,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[NOT_NEGATIVE, MaxValueValidator(Decimal(1))],
        help_text=_("例：0.30 表示至多三成；留空表示不限。"),
    )

    public_texts = ("name",)

    class Meta(Part.Meta):
        verbose_name = _("等次")
        verbose_name_plural = _("等次")
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "name"],
                name="one_band_per_name",
                violation_error_message=_("这个方案里已有同名的等次。"),
            )
        ]


class Group(Part):
    """A part of the total with its weight: the office, a panel, the public."""

    scheme = models.ForeignKey(
        Scheme, verbose_name=_("方案"), on_delete=models.CASCADE, related_name="groups"
    )
    name = models.CharField(_("名称"), max_length=40)
    kind = models.CharField(_("由谁评"), max_length=12, choices=GroupKind)
    weight = score_field(_("权重"), null=False, blank=False, help_text=_("各部分的权重合计为 100。"))
    drop_extremes = models.BooleanField(
        _("去掉一个最高分和一个最低分"), default=False, help_text=_("只用于评议团，满五人才去。")
    )
    minimum_votes = models.PositiveIntegerField(
        _("至少多少票才计"), default=1, validators=[MinValueValidator(1), MaxValueValidator(10_000_000)]
    )

    public_texts = ("name",)

    class Meta(Part.Meta):
        verbose_name = _("评分部分")
        verbose_name_plural = _("评分部分")
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "name"],
                name="one_group_per_name",
                violation_error_message=_("这个方案里已有同名的部分。"),
            )
        ]

    @property
    def key(self) -> str:
        return f"g{self.pk}"


def no_forms() -> list:
    return []


class Indicator(Part):
    """One line of the office's sheet, and, where it is counted, which records count."""

    scheme = models.ForeignKey(
        Scheme, verbose_name=_("方案"), on_delete=models.CASCADE, related_name="indicators"
    )
    dimension = models.CharField(_("所属方面"), max_length=40, help_text=_("例：组织领导。"))
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
    at_best = models.CharField(
        _("否决后至多评为"), max_length=20, blank=True, help_text=_("一票否决的指标填写等次的名称。")
    )
    source = models.CharField(_("次数从哪里来"), max_length=16, choices=Source, default=Source.OFFICE)
    settings = models.ManyToManyField(
        "campaigns.Setting", verbose_name=_("只计这些场所（八进）"), blank=True, related_name="+"
    )
    audiences = models.ManyToManyField(
        "campaigns.Audience", verbose_name=_("只计这些对象"), blank=True, related_name="+"
    )
    laws = models.ManyToManyField(
        "statutes.Law", verbose_name=_("只计宣传这些法规的"), blank=True, related_name="+"
    )
    campaign = models.ForeignKey(
        "campaigns.CampaignPage",
        verbose_name=_("只计这一主题活动的"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    form = models.CharField(_("只计这种形式的"), max_length=15, choices=ActivityForm, blank=True)
    starts_on = PlannedDay(_("从哪天起"), null=True, blank=True, help_text=_("留空即全年。"))
    ends_on = PlannedDay(_("到哪天止"), null=True, blank=True)
    per_quarter = models.PositiveSmallIntegerField(
        _("每季度应办场次"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
        help_text=_("按季度计的指标填写。"),
    )

    public_texts = ("dimension", "key", "name", "standard", "at_best")

    class Meta(Part.Meta):
        verbose_name = _("指标")
        verbose_name_plural = _("指标")
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "key"],
                name="one_indicator_per_key",
                violation_error_message=_("这个方案里已有这个代号。"),
            ),
            models.CheckConstraint(
                condition=models.Q(starts_on=None)
                | models.Q(ends_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="indicator_window_in_order",
                violation_error_message=_("止日不能早于起日。"),
            ),
            models.CheckConstraint(
                condition=~models.Q(source=Source.SHORT_QUARTERS) | models.Q(per_quarter__isnull=False),
                name="indicator_says_how_many_a_quarter",
                violation_error_message=_("按季度计的指标要填写每季度应办场次。"),
            ),
            models.CheckConstraint(
                condition=models.Q(source=Source.OFFICE) | models.Q(kind__in=COUNTED_KINDS),
                name="only_what_is_counted_has_a_source",
                violation_error_message=_("打分和一票否决的指标由普法办填写，不从记录里数。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.name}"

    @property
    def is_from_record(self) -> bool:
        """Whether the records behind its count can be shown."""
        return self.source in COUNTED_AS

    def in_words(self, count: int) -> str:
        """What a count from the record says: 记录 3 场, 记录少 2 场, 逾期 1 项."""
        return str(COUNTED_AS[Source(self.source)]) % {"count": count}
