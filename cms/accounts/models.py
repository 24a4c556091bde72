from functools import cached_property

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from cms.accounts.enums import Role


class User(AbstractUser):
    """A person who signs in. Roles are Django groups named by the role's label."""

    name = models.CharField(_("姓名"), max_length=60)
    first_name = None
    last_name = None
    must_change_password = models.BooleanField(
        _("须更换密码"), default=False, editable=False, help_text=_("用的是别人给的临时密码。")
    )
    # Part of what a session is checked against: one more ends every session there is, for good.
    sessions_ended = models.PositiveIntegerField(_("已作废的登录批次"), default=0, editable=False)

    REQUIRED_FIELDS = ["name"]
    # The trail says that they changed, not what they hold.
    untold_fields = ("password",)
    derived_fields = ("sessions_ended",)
    # No part of what an administrator reads and changes: see `version_of`.
    kept_by_platform = ("password", "last_login", "date_joined")

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

    def _get_session_auth_hash(self, secret=None):
        return salted_hmac(
            "cms.accounts.models.User.session",
            f"{self.password}:{self.sessions_ended}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()


class SignInTries(models.Model):
    """How often signing in was tried from one place, or for one account from one place; see `throttle`."""

    # A keyed hash: what was typed may be a password in the wrong field, so it is kept nowhere.
    key = models.CharField(max_length=64, primary_key=True)
    tries = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("登录尝试")
        verbose_name_plural = _("登录尝试")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.tries}"
