"""What a unit that is named as co-host says of its part."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.duties.models.activities import ActivityRecord


class CoHostAnswer(models.Model):
    """A co-host confirms or declines its part, and names its own duties that the activity served.

    It counts as long as the activity names the unit: what the host takes back is taken back.
    """

    activity = models.ForeignKey(
        ActivityRecord,
        verbose_name=_("活动"),
        on_delete=models.CASCADE,
        related_name="co_host_answers",
    )
    agency = models.ForeignKey(
        "agencies.Agency", verbose_name=_("协办单位"), on_delete=models.PROTECT, related_name="+"
    )
    is_confirmed = models.BooleanField(_("确认参加"))
    items = models.ManyToManyField(
        "duties.DutyItem", verbose_name=_("本单位的责任项"), blank=True, related_name="co_hosted"
    )
    reason = models.CharField(_("说明"), max_length=200, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("答复人"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    answered_at = models.DateTimeField(_("答复时间"), auto_now=True)

    class Meta:
        verbose_name = _("协办答复")
        verbose_name_plural = _("协办答复")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["activity", "agency"], name="one_answer_per_co_host")]

    def __str__(self) -> str:
        return f"{self.agency}：{'已确认' if self.is_confirmed else '不是协办'}“{self.activity}”"
