"""What the devices at the door saw, as they told it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.training.enums import VOID_PROBLEMS, ScanProblem, Way
from cms.training.models.sessions import TrainingSession
from cms.training.models.sign_ups import SignUp

LONGEST_CODE, LONGEST_TOKEN = 20, 40


class ScanQuerySet(models.QuerySet):
    def counted(self):
        """Those by which somebody has come."""
        return self.exclude(sign_up=None).exclude(problem__in=VOID_PROBLEMS)


class Scan(models.Model):
    """One code at the door, seen by one device. Kept as it was told; what follows from it is an Attendance.

    The same content from the same device is the same scan, however often it is sent.
    """

    session = models.ForeignKey(
        TrainingSession, verbose_name=_("培训班次"), on_delete=models.CASCADE, related_name="scans"
    )
    # None where the code is nobody's.
    sign_up = models.ForeignKey(
        SignUp, verbose_name=_("报名"), null=True, blank=True, on_delete=models.PROTECT, related_name="scans"
    )
    code = models.CharField(_("签到码"), max_length=LONGEST_CODE)
    way = models.CharField(_("方向"), max_length=3, choices=Way)
    device = models.CharField(_("设备"), max_length=LONGEST_TOKEN)
    token = models.CharField(_("扫描编号"), max_length=LONGEST_TOKEN)
    # Over all that the device said of it.
    digest = models.CharField(max_length=64, editable=False)
    # By the clock of the device, and as it truly was by the clock of the server; None where nobody knows.
    told_at = models.DateTimeField(_("设备时间"), editable=False)
    at = models.DateTimeField(_("时间"), null=True, blank=True, editable=False)
    received_at = models.DateTimeField(_("收到时间"), default=timezone.now, editable=False)
    problem = models.CharField(_("问题"), max_length=10, choices=ScanProblem, blank=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("签到人员"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    # Thousands a day; nobody asks who names one.
    wagtail_reference_index_ignore = True
    lasting = True

    objects = ScanQuerySet.as_manager()

    class Meta:
        verbose_name = _("扫码记录")
        verbose_name_plural = _("扫码记录")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["session", "digest"], name="one_scan_per_digest")]

    def __str__(self) -> str:
        return f"{self.session}：{self.code}"
