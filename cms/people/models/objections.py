"""What somebody says against an appointment while it is on public notice."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.objecting import PublicObjection, answered_whole
from cms.people.models.nominations import Nomination


class Objection(PublicObjection):
    """Against a nomination on public notice."""

    nomination = models.ForeignKey(
        Nomination, verbose_name=_("推荐"), on_delete=models.CASCADE, related_name="objections"
    )

    class Meta(PublicObjection.Meta):
        verbose_name = _("公示异议")
        verbose_name_plural = _("公示异议")
        constraints = [answered_whole("objection_is_answered_whole")]

    def __str__(self) -> str:
        return f"对{self.nomination}的异议"
