"""What somebody says against a title while it is on public notice."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.objecting import PublicObjection, answered_whole
from cms.honours.models.applications import Application


class Objection(PublicObjection):
    """Against an application on public notice."""

    application = models.ForeignKey(
        Application, verbose_name=_("申报"), on_delete=models.CASCADE, related_name="objections"
    )

    class Meta(PublicObjection.Meta):
        verbose_name = _("示范创建公示异议")
        verbose_name_plural = _("示范创建公示异议")
        constraints = [answered_whole("honour_objection_is_answered_whole")]

    def __str__(self) -> str:
        return f"对{self.application}的异议"
