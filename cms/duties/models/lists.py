"""The yearly duty list and its items. What has been approved does not change."""

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.signals import m2m_changed
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from cms.core.errors import RuleBroken
from cms.core.models import TimeStampedModel
from cms.core.personal_data import PublicTexts
from cms.core.plausible import PlannedDay, can_be_a_year
from cms.duties.enums import ItemKind, ListState

FROZEN = _("清单审定或公布后不再改动；需要更正时请建立新版本并写明理由。")


class DutyList(PublicTexts, TimeStampedModel):
    """The duty list (普法责任清单) of one year in one version."""

    year = models.PositiveSmallIntegerField(_("年度"), validators=[can_be_a_year])
    version = models.PositiveSmallIntegerField(_("版本"), default=1, editable=False)
    state = models.CharField(
        _("状态"), max_length=10, choices=ListState, default=ListState.DRAFT, editable=False
    )
    reason = models.CharField(
        _("更正理由"), max_length=300, blank=True, help_text=_("第二版起必填，随清单一起公布。")
    )
    # The last day on which agencies may comment on the draft; empty where they were not asked.
    comments_until = PlannedDay(_("征求意见截止日"), null=True, blank=True, editable=False)
    approved_at = models.DateTimeField(_("审定时间"), null=True, blank=True, editable=False)
    # Set by the system on publication, never typed: a date of publication is never backdated.
    published_at = models.DateTimeField(_("公布时间"), null=True, blank=True, editable=False)

    # The words of every item as they were published, for ever: {"columns": [...], "rows": [[...], ...]}.
    # Units and laws are called otherwise later; what was published is not.
    printed = models.JSONField(null=True, blank=True, editable=False)

    public_texts = ("reason",)

    class Meta:
        verbose_name = _("普法责任清单")
        verbose_name_plural = _("普法责任清单")
        ordering = ["-year", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["year", "version"], name="one_list_per_version"),
            models.UniqueConstraint(
                fields=["year"],
                condition=Q(state=ListState.PUBLISHED),
                name="one_published_list_per_year",
            ),
            models.CheckConstraint(
                condition=Q(version=1) | ~Q(reason=""),
                name="later_version_has_reason",
                violation_error_message=_("更正的版本要写明理由。"),
            ),
            models.CheckConstraint(
                condition=Q(year__gte=2000, year__lte=2100),
                name="list_year_plausible",
                violation_error_message=_("请填写四位数的年度。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年普法责任清单（第{self.version}版）"

    def delete(self, *args, **kwargs):
        if not self.is_open:
            raise RuleBroken(FROZEN)
        return super().delete(*args, **kwargs)

    @property
    def is_open(self) -> bool:
        """True while items may still be written."""
        return self.state == ListState.DRAFT


class DutyItemQuerySet(models.QuerySet):
    def update(self, **kwargs):
        if self.exclude(list__state=ListState.DRAFT).exists():
            raise RuleBroken(FROZEN)
        return super().update(**kwargs)

    def delete(self):
        if self.exclude(list__state=ListState.DRAFT).exists():
            raise RuleBroken(FROZEN)
        return super().delete()

    def bulk_create(self, objs, *args, **kwargs):
        objs = list(objs)
        if any(not item.list.is_open for item in objs):
            raise RuleBroken(FROZEN)
        return super().bulk_create(objs, *args, **kwargs)

    def owed_by(self, agency):
        """Items of this agency, alone or with others, and those common to all."""
        shared = DutyItem.joint.through.objects.filter(agency=agency).values("dutyitem")
        return self.filter(Q(agency=agency) | Q(agency=None) | Q(pk__in=shared))

    def published(self):
        return self.filter(list__state=ListState.PUBLISHED)


def one_window() -> list:
    """No windows besides the one between first and last day. (`list` is a field below.)"""
    return []


class DutyItem(PublicTexts, models.Model):
    """One duty. `key` stays the same across versions of a year's list, so progress survives a correction."""

    list = models.ForeignKey(DutyList, verbose_name=_("清单"), on_delete=models.PROTECT, related_name="items")
    key = models.CharField(_("编号"), max_length=20, help_text=_("同一年度各版本中保持不变，例：G-01。"))
    kind = models.CharField(_("类别"), max_length=15, choices=ItemKind)
    agency = models.ForeignKey(
        "agencies.Agency",
        verbose_name=_("责任单位"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="duty_items",
        help_text=_("共性责任留空，表示各单位都要履行。"),
    )
    joint = models.ManyToManyField(
        "agencies.Agency",
        verbose_name=_("共同责任单位"),
        blank=True,
        related_name="+",
        help_text=_("几个单位各自都要完成这一项时填写；共性责任不用填。"),
    )
    content = models.CharField(_("普法内容"), max_length=300)
    laws = models.ManyToManyField(
        "statutes.Law", verbose_name=_("法律法规"), blank=True, related_name="duty_items"
    )
    # Their laws are among `laws`.
    articles = models.ManyToManyField(
        "statutes.Provision", verbose_name=_("条款"), blank=True, related_name="duty_items"
    )
    audiences = models.ManyToManyField(
        "campaigns.Audience", verbose_name=_("重点对象"), blank=True, related_name="+"
    )
    # The words of the list, where it names groups that the office's table does not have.
    audience_text = models.CharField(_("重点对象（清单原文）"), max_length=120, blank=True)
    measures = models.CharField(_("措施与形式"), max_length=300, blank=True)
    schedule = models.CharField(
        _("时间节点（清单原文）"), max_length=80, blank=True, help_text=_("例：每季度1次；6月5日前后。")
    )
    starts_on = PlannedDay(
        _("起始日期"), null=True, blank=True, help_text=_("时间待通知确定的，起始日期与完成期限都留空。")
    )
    ends_on = PlannedDay(_("完成期限"), null=True, blank=True)
    # Where the duty falls into several windows: [["2026-03-01", "2026-03-31"], …].
    windows = models.JSONField(_("各次期限"), default=one_window, blank=True, editable=False)
    lead = models.ForeignKey(
        "agencies.Agency",
        verbose_name=_("牵头单位"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    cooperating = models.ManyToManyField(
        "agencies.Agency", verbose_name=_("配合单位"), blank=True, related_name="+"
    )
    office = models.CharField(_("责任科室"), max_length=60, blank=True)
    expected_result = models.CharField(_("预期成果"), max_length=200, blank=True)
    required_count = models.PositiveSmallIntegerField(
        _("应开展场次"),
        default=1,
        validators=[MaxValueValidator(1000)],
        help_text=_("期限内通过审核的活动达到此数，即为完成；分几次期限的，每次还要至少一场。"),
    )
    required_people = models.PositiveIntegerField(
        _("应覆盖现场人次"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(10_000_000)],
        help_text=_("没有人次要求的留空；只计现场，线上触达不与现场相加。"),
    )
    required_products = models.PositiveSmallIntegerField(
        _("应形成普法作品（件）"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
        help_text=_("没有作品要求的留空；活动记录里写明名称的作品，同名的只计一件。"),
    )
    product = models.CharField(
        _("作品种类"), max_length=40, blank=True, db_default="", help_text=_("例：短视频、宣传手册。")
    )
    # Names the table the item was imported from; empty where somebody typed it.
    ledger = models.CharField(max_length=16, blank=True, editable=False)

    lasting = True
    objects = DutyItemQuerySet.as_manager()
    public_texts = (
        "key",
        "content",
        "audience_text",
        "measures",
        "schedule",
        "office",
        "expected_result",
        "product",
    )

    class Meta:
        verbose_name = _("普法责任项")
        verbose_name_plural = _("普法责任项")
        ordering = ["list", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["list", "key"],
                name="one_item_per_key",
                violation_error_message=_("本清单已有这个编号。"),
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True, ends_on__isnull=True)
                | Q(starts_on__isnull=False, ends_on__isnull=False, ends_on__gte=F("starts_on")),
                name="item_window_in_order",
                violation_error_message=_("起始日期与完成期限都要填写，完成期限不能早于起始日期。"),
            ),
            models.CheckConstraint(
                condition=Q(required_count__gte=1),
                name="item_requires_something",
                violation_error_message=_("应开展场次至少为 1。"),
            ),
            models.CheckConstraint(
                condition=Q(kind=ItemKind.COMMON, agency=None)
                | (~Q(kind=ItemKind.COMMON) & Q(agency__isnull=False)),
                name="item_agency_by_kind",
                violation_error_message=_("共性责任不填责任单位，其他类别必须填写。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.content}"

    def save(self, *args, **kwargs):
        self._refuse_if_frozen()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        self._refuse_if_frozen()
        return super().delete(*args, **kwargs)

    def _refuse_if_frozen(self) -> None:
        # Asked of the database, not of the instance: the list may have been published since it was read.
        lists = Q(pk=self.list_id) | (Q(items=self.pk) if self.pk else Q())
        if DutyList.objects.filter(lists).exclude(state=ListState.DRAFT).exists():
            raise RuleBroken(FROZEN)

    @property
    def is_common(self) -> bool:
        return self.agency_id is None

    @property
    def spans(self) -> tuple[tuple[date, date], ...]:
        """The windows of the duty in order; none where its time is still to be announced.

        Where somebody has since moved the first or the last day, one window lies between them.
        """
        if self.starts_on is None:
            return ()
        spans = tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in self.windows)
        if spans and (spans[0][0], max(last for _first, last in spans)) == (self.starts_on, self.ends_on):
            return spans
        return ((self.starts_on, self.ends_on),)


@receiver(m2m_changed, sender=DutyItem.laws.through, dispatch_uid="duties.freeze.laws")
@receiver(m2m_changed, sender=DutyItem.articles.through, dispatch_uid="duties.freeze.articles")
@receiver(m2m_changed, sender=DutyItem.audiences.through, dispatch_uid="duties.freeze.audiences")
@receiver(m2m_changed, sender=DutyItem.joint.through, dispatch_uid="duties.freeze.joint")
@receiver(m2m_changed, sender=DutyItem.cooperating.through, dispatch_uid="duties.freeze.cooperating")
def _refuse_frozen_relations(sender, instance, action, pk_set, **kwargs):
    """What an item refers to is part of the list as well."""
    if not action.startswith("pre_"):
        return
    items = [instance.pk] if isinstance(instance, DutyItem) else list(pk_set or ())
    if DutyItem.objects.filter(pk__in=items).exclude(list__state=ListState.DRAFT).exists():
        raise RuleBroken(FROZEN)
