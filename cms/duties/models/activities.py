"""What an agency did: the activity record and its way through review."""

from datetime import time
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from cms.core.models import TimeStampedModel
from cms.core.personal_data import PublicTexts
from cms.core.plausible import PlannedMoment
from cms.duties.enums import COUNTED_STATES, OPEN_STATES, WAITING_STATES, ActivityForm, ActivityState

if TYPE_CHECKING:
    from cms.duties.models.evidence import Evidence

# A field below is named `settings` too.
USER = settings.AUTH_USER_MODEL
MIDNIGHT = time()
# Larger numbers are slips of the finger: the whole country has fewer people.
MAX_COUNT = 100_000_000


def _count(label, **options):
    return models.PositiveIntegerField(
        label, null=True, blank=True, validators=[MaxValueValidator(MAX_COUNT)], **options
    )


class ActivityQuerySet(models.QuerySet):
    def counted(self):
        return self.filter(state__in=COUNTED_STATES)

    def waiting(self):
        return self.filter(state__in=WAITING_STATES)

    def published(self):
        return self.filter(state=ActivityState.PUBLISHED)

    def in_year(self, year: int):
        return self.filter(starts_at__year=year)


class ActivityRecord(PublicTexts, TimeStampedModel):
    """One activity of legal education, entered once. It may serve several items and counts once in totals."""

    name = models.CharField(_("活动名称"), max_length=80)
    host = models.ForeignKey(
        "agencies.Agency", verbose_name=_("主办单位"), on_delete=models.PROTECT, related_name="activities"
    )
    co_hosts = models.ManyToManyField(
        "agencies.Agency", verbose_name=_("协办单位"), blank=True, related_name="+"
    )
    items = models.ManyToManyField(
        "duties.DutyItem", verbose_name=_("对应的责任项"), blank=True, related_name="activities"
    )
    campaign = models.ForeignKey(
        "campaigns.CampaignPage",
        verbose_name=_("所属主题活动"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="activities",
    )
    event = models.ForeignKey(
        "events.Event",
        verbose_name=_("活动预告"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="activities",
    )
    settings = models.ManyToManyField(
        "campaigns.Setting", verbose_name=_("普法场所（八进）"), blank=True, related_name="+"
    )
    form = models.CharField(_("活动形式"), max_length=15, choices=ActivityForm, blank=True)
    starts_at = PlannedMoment(_("开始时间"), null=True, blank=True, db_index=True)
    ends_at = PlannedMoment(_("结束时间"), null=True, blank=True)
    venue = models.ForeignKey(
        "places.Venue",
        verbose_name=_("阵地"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="activities",
    )
    address = models.CharField(_("地址"), max_length=120, blank=True)
    audiences = models.ManyToManyField(
        "campaigns.Audience", verbose_name=_("普法对象"), blank=True, related_name="+"
    )
    laws = models.ManyToManyField(
        "statutes.Law", verbose_name=_("宣传的法律法规"), blank=True, related_name="activities"
    )
    onsite = _count(_("现场参加人次"))
    online = _count(_("线上触达人次"))
    materials = _count(_("发放资料（份）"))
    consultations = _count(_("解答咨询（人次）"))
    boards = _count(_("展板、横幅（块）"))
    products = models.CharField(
        _("形成的普法作品"),
        max_length=300,
        blank=True,
        db_default="",
        help_text=_("作品的名称，几件的用分号隔开，例：《高空抛物》短视频；反诈手册。没有的留空。"),
    )
    news_link = models.URLField(_("新闻链接"), max_length=300, blank=True)
    summary = models.TextField(_("活动小结"), max_length=2000, blank=True)
    state = models.CharField(
        _("状态"), max_length=12, choices=ActivityState, default=ActivityState.DRAFT, db_index=True
    )
    created_by = models.ForeignKey(
        USER,
        verbose_name=_("记录人"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("公开时间"), null=True, blank=True, editable=False)
    # Figures the paper gave as about so many: names of fields, separated by spaces.
    approximate = models.CharField(_("约数"), max_length=80, blank=True, editable=False)
    remark = models.TextField(
        _("台账备注"), max_length=1000, blank=True, help_text=_("台账里没有对应栏目的内容，只供审核时参考。")
    )
    # Names the table the record was imported from; empty where the agency entered it here.
    ledger = models.CharField(max_length=16, blank=True, editable=False, db_index=True)
    # Grows with every change; who writes names the one they read, so nobody overwrites another unseen.
    lock_version = models.PositiveIntegerField(default=1, editable=False)

    lasting = True
    objects = ActivityQuerySet.as_manager()
    public_texts = ("name", "address", "products", "news_link", "summary")

    class Meta:
        verbose_name = _("活动记录")
        verbose_name_plural = _("活动记录")
        ordering = ["-starts_at", "-pk"]
        indexes = [
            models.Index(fields=["host", "state"], name="activity_host_state"),
            # The figures of a year, and the year of the first.
            models.Index(fields=["state", "starts_at"], name="activity_state_begun"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(starts_at=None) | Q(ends_at__gte=F("starts_at")),
                name="activity_ends_after_start",
                violation_error_message=_("结束时间不能早于开始时间。"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_STATES)
                | (~Q(ledger="") & ~Q(name="") & Q(starts_at__isnull=False, ends_at__isnull=False))
                | (
                    ~Q(name="")
                    & ~Q(form="")
                    & ~Q(summary="")
                    & Q(starts_at__isnull=False, ends_at__isnull=False)
                    & (Q(venue__isnull=False) | ~Q(address=""))
                    & Q(onsite__isnull=False, online__isnull=False)
                ),
                name="submitted_activity_is_complete",
                violation_error_message=_("还有必填内容没有填写。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("public:activity", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """True while the agency may write."""
        return self.state in OPEN_STATES

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING_STATES

    @property
    def is_from_paper(self) -> bool:
        """True for a row of a table, which says less than a record entered here."""
        return bool(self.ledger)

    @property
    def has_times(self) -> bool:
        """False where only days are known, as in most tables: both ends stand at midnight."""
        return any(
            moment and localtime(moment).time() != MIDNIGHT for moment in (self.starts_at, self.ends_at)
        )

    def is_approximate(self, field: str) -> bool:
        return field in self.approximate.split()

    @property
    def last_transition(self) -> "Transition | None":
        """The latest step through review; reads prefetched steps where they are."""
        steps = list(self.transitions.all())
        return steps[-1] if steps else None

    @property
    def photos(self) -> "list[Evidence]":
        """The photos that stand; reads prefetched evidence where it is."""
        return [each for each in self.evidence.all() if each.is_photo and not each.retired_at]

    @property
    def documents(self) -> "list[Evidence]":
        return [each for each in self.evidence.all() if not each.is_photo and not each.retired_at]

    @property
    def earlier_evidence(self) -> "list[Evidence]":
        """What stood here before it was replaced or taken away."""
        return [each for each in self.evidence.all() if each.retired_at]

    @property
    def place_text(self) -> str:
        """Where it was, in words."""
        if self.venue_id is None:
            return self.address
        return f"{self.venue.name}，{self.address}" if self.address else self.venue.name


class Transition(models.Model):
    """One step of an activity through review. Never changed."""

    # Nobody asks who names it; each save would cost a task that notes it.
    wagtail_reference_index_ignore = True

    activity = models.ForeignKey(
        ActivityRecord, verbose_name=_("活动"), on_delete=models.CASCADE, related_name="transitions"
    )
    at = models.DateTimeField(_("时间"), auto_now_add=True)
    actor = models.ForeignKey(
        USER,
        verbose_name=_("操作人"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    actor_name = models.CharField(_("操作人姓名"), max_length=150)
    from_state = models.CharField(_("原状态"), max_length=12, choices=ActivityState)
    to_state = models.CharField(_("新状态"), max_length=12, choices=ActivityState)
    reason = models.CharField(_("意见"), max_length=500, blank=True)
    # Of a return: what is to be mended, names of `requirements.MARKABLE`, separated by spaces.
    marked = models.CharField(_("标出的栏目"), max_length=300, blank=True, editable=False)

    lasting = True

    class Meta:
        verbose_name = _("办理记录")
        verbose_name_plural = _("办理记录")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(to_state=ActivityState.RETURNED) | ~Q(reason=""),
                name="return_has_reason",
                violation_error_message=_("退回要写明原因。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.actor_name}：{self.get_from_state_display()}→{self.get_to_state_display()}"
