"""What somebody says against a title while it is on public notice."""

from django.conf import settings
from django.contrib.admin import display
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.core.models import TimeStampedModel
from cms.core.protected import ProtectedTextField, mask_phone
from cms.honours.models.applications import Application


class Objection(TimeStampedModel):
    """Answered by the office before the title is given; one that is upheld stands in the way for good."""

    application = models.ForeignKey(
        Application, verbose_name=_("申报"), on_delete=models.CASCADE, related_name="objections"
    )
    name = models.CharField(_("提出人"), max_length=60)
    phone = ProtectedTextField(_("联系电话"))
    words = models.CharField(_("异议和依据"), max_length=1000)
    is_upheld = models.BooleanField(_("异议成立"), null=True, editable=False)
    answer = models.CharField(_("答复"), max_length=500, blank=True, editable=False)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("答复人"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    code_fingerprint = models.CharField(max_length=64, editable=False, unique=True)

    lasting = True

    class Meta:
        verbose_name = _("示范创建公示异议")
        verbose_name_plural = _("示范创建公示异议")
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", is_upheld=None, answered_at=None)
                | (~Q(answer="") & Q(is_upheld__isnull=False, answered_at__isnull=False)),
                name="honour_objection_is_answered_whole",
            )
        ]

    def __str__(self) -> str:
        return f"对{self.application}的异议"

    @property
    @display(description=_("手机号"))
    def masked_phone(self) -> str:
        return mask_phone(self.phone)

    @property
    def outcome(self) -> str:
        if self.is_upheld is None:
            return str(_("待答复"))
        return str(_("异议成立") if self.is_upheld else _("异议不成立"))
