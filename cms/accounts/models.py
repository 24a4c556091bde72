from functools import cached_property

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.accounts.enums import Role


class User(AbstractUser):
    """A person who signs in. Roles are Django groups named by the role's label."""

    name = models.CharField(_("姓名"), max_length=60)
    first_name = None
    last_name = None

    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("账号")
        verbose_name_plural = _("账号")
        ordering = ["username"]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The roles held, read once per instance."""
        labels = {str(role.label): role for role in Role}
        names = self.groups.values_list("name", flat=True)
        return frozenset(labels[name] for name in names if name in labels)
