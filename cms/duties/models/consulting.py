"""What the agencies say of a list before it is approved (征求意见), and which new laws it leaves out."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.models import TimeStampedModel
from cms.duties.enums import ProposalKind, ProposalState
from cms.duties.models.lists import DutyItem, DutyList

USER = settings.AUTH_USER_MODEL


class Proposal(TimeStampedModel):
    """One thing an agency would have otherwise in a draft; the office takes or declines it with a reason."""

    list = models.ForeignKey(
        DutyList, verbose_name=_("清单"), on_delete=models.CASCADE, related_name="proposals"
    )
    agency = models.ForeignKey(
        "agencies.Agency", verbose_name=_("单位"), on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(_("意见"), max_length=8, choices=ProposalKind)
    item = models.ForeignKey(
        DutyItem,
        verbose_name=_("责任项"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="proposals",
    )
    # Kept where the item itself is dropped.
    item_key = models.CharField(_("责任项编号"), max_length=20, blank=True, editable=False)
    words = models.TextField(_("内容与理由"), max_length=1000)
    state = models.CharField(
        _("办理"), max_length=8, choices=ProposalState, default=ProposalState.OPEN, editable=False
    )
    answer = models.CharField(_("办理说明"), max_length=500, blank=True, editable=False)

    lasting = True

    class Meta:
        verbose_name = _("清单意见")
        verbose_name_plural = _("清单意见")
        ordering = ["list", "item_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=[ProposalKind.ADD, ProposalKind.COMMENT])
                | ~models.Q(item_key=""),
                name="change_names_its_item",
                violation_error_message=_("建议修改或删去的，请指明是哪一项。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency}：{self.get_kind_display()}{self.item_key}"


class ListConfirmation(models.Model):
    """An agency has read the draft and agrees to what it owes, or let the last day pass in silence."""

    list = models.ForeignKey(
        DutyList, verbose_name=_("清单"), on_delete=models.CASCADE, related_name="confirmations"
    )
    agency = models.ForeignKey(
        "agencies.Agency", verbose_name=_("单位"), on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(
        USER, verbose_name=_("确认人"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("确认时间"), default=timezone.now, editable=False)
    # What it agreed to, by the key of each item; None of one that is older than this column, or silent.
    words = models.JSONField(_("确认的文字"), null=True, blank=True, editable=False)
    # Noted when the list is approved after the last day.
    is_silent = models.BooleanField(_("期满未确认"), default=False, db_default=False, editable=False)

    lasting = True

    class Meta:
        verbose_name = _("清单确认")
        verbose_name_plural = _("清单确认")
        ordering = ["at"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["list", "agency"], name="one_confirmation_per_agency")]

    def __str__(self) -> str:
        return f"{self.agency}{'期满未确认' if self.is_silent else '已确认'}{self.list}"


class SetAsideLaw(models.Model):
    """A newly issued law that the office decided not to put on a list, and why."""

    list = models.ForeignKey(
        DutyList, verbose_name=_("清单"), on_delete=models.CASCADE, related_name="set_aside"
    )
    law = models.ForeignKey(
        "statutes.Law", verbose_name=_("法规"), on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(_("不列入的理由"), max_length=300)

    class Meta:
        verbose_name = _("不列入清单的新法")
        verbose_name_plural = _("不列入清单的新法")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["list", "law"], name="law_set_aside_once")]

    def __str__(self) -> str:
        return f"{self.list}：不列入《{self.law.short_title}》"
