"""Which account is which person of the roster: what a member sees as their own."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.models import TimeStampedModel
from cms.people.models.persons import Person


class Membership(TimeStampedModel):
    """One account of one person. The office says so, or approves what was sent while signed in."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("账号"), on_delete=models.CASCADE, related_name="membership"
    )
    person = models.OneToOneField(
        Person, verbose_name=_("人员"), on_delete=models.CASCADE, related_name="membership"
    )

    person_path = "person"
    own_data_fields = ("user",)

    class Meta:
        verbose_name = _("成员账号")
        verbose_name_plural = _("成员账号")
        ordering = ["user"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.user}：{self.person}"
