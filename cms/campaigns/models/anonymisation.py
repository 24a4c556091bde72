from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AnonymisationCheck(models.Model):
    """A reviewer's word that one exact wording of a case explainer names nobody.

    It holds for the text with this fingerprint only: whoever changes the text needs a new one.
    """

    page = models.ForeignKey(
        "campaigns.CasePage",
        verbose_name=_("案例"),
        on_delete=models.CASCADE,
        related_name="anonymisation_checks",
    )
    fingerprint = models.CharField(max_length=64, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("确认人"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    confirmed_at = models.DateTimeField(_("确认时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("隐去身份确认")
        verbose_name_plural = _("隐去身份确认")
        constraints = [
            models.UniqueConstraint(fields=["page", "fingerprint"], name="one_check_per_wording"),
        ]

    def __str__(self) -> str:
        return f"{self.page}（{self.confirmed_by}）"
