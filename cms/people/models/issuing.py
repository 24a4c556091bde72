"""Certificates given to many at once."""

from django.conf import settings
from django.contrib.admin import display
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.models import TimeStampedModel
from cms.people.models.nominations import NOMINATED_ROLES
from cms.places.enums import PlaceKind


class IssueBatch(TimeStampedModel):
    """For whom certificates are made out in the background; how far it has come is told by them."""

    role = models.CharField(_("角色"), max_length=12, choices=NOMINATED_ROLES)
    town = models.ForeignKey(
        "places.Place",
        verbose_name=_("街镇"),
        null=True,
        blank=True,
        limit_choices_to={"kind__in": (PlaceKind.SUBDISTRICT, PlaceKind.TOWN)},
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("不选就是全区。"),
    )
    # Keys of the appointments, as they stood when it was asked for; then [key, why] of those refused.
    waiting = models.JSONField(default=list, editable=False)
    refused = models.JSONField(default=list, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("经办人"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("批量发证")
        verbose_name_plural = _("批量发证")
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.town or _('全区')}{self.get_role_display()}（{len(self.waiting)}人）"

    @property
    def done(self) -> int:
        """How many have been dealt with."""
        return self.certificates.count() + len(self.refused)

    @property
    @display(description=_("进度"))
    def progress(self) -> str:
        return f"{self.done}/{len(self.waiting)}"
