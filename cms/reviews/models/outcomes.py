"""What follows a result: appeals, the frozen year, and what is to be put right."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.models import GrowingQuerySet, TimeStampedModel
from cms.core.plausible import PlannedDay
from cms.reviews.enums import RectificationState
from cms.reviews.models.rounds import Participant


class Appeal(TimeStampedModel):
    """An agency's objection to its provisional result, and the office's answer."""

    participant = models.ForeignKey(
        Participant, verbose_name=_("参评单位"), on_delete=models.CASCADE, related_name="appeals"
    )
    words = models.TextField(_("申诉内容"), max_length=2000)
    answer = models.TextField(_("答复"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True, editable=False)

    lasting = True

    class Meta:
        verbose_name = _("申诉")
        verbose_name_plural = _("申诉")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.participant}：申诉"

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None


class FrozenYear(models.Model):
    """Document and result of a round as one text for ever, chained to the year before. Never changed.

    `content` is canonical JSON (`cms.assessment.sealing`). What is shown of a frozen round is read from here.
    """

    wagtail_reference_index_ignore = True

    year = models.PositiveSmallIntegerField(_("年度"), unique=True)
    name = models.CharField(_("名称"), max_length=80)
    content = models.TextField(_("内容"))
    previous = models.CharField(_("上一年的校验值"), max_length=64, blank=True)
    digest = models.CharField(_("校验值"), max_length=64)
    frozen_at = models.DateTimeField(_("定稿时间"), auto_now_add=True)

    lasting = True
    objects = GrowingQuerySet.as_manager()

    class Meta:
        verbose_name = _("定稿的评议")
        verbose_name_plural = _("定稿的评议")
        ordering = ["pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.name

    def delete(self, *args, **kwargs):
        raise TypeError("FrozenYear is never deleted")


class Rectification(TimeStampedModel):
    """A weak line of a frozen result that an agency puts right (整改) by a day; the office checks it."""

    participant = models.ForeignKey(
        Participant, verbose_name=_("单位"), on_delete=models.CASCADE, related_name="rectifications"
    )
    line = models.CharField(_("薄弱环节"), max_length=160)
    demand = models.CharField(_("整改要求"), max_length=500)
    due_on = PlannedDay(_("期限"))
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=RectificationState,
        default=RectificationState.OPEN,
        editable=False,
    )
    report = models.TextField(_("整改情况"), max_length=2000, blank=True)
    finding = models.CharField(_("复核意见"), max_length=500, blank=True)

    lasting = True

    class Meta:
        verbose_name = _("整改事项")
        verbose_name_plural = _("整改事项")
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return f"{self.participant.agency}：{self.line}"

    def is_overdue(self, on) -> bool:
        return self.state == RectificationState.OPEN and on > self.due_on
