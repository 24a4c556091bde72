from functools import cached_property

from django.contrib.auth.models import AbstractUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from cms.accounts.enums import Role
from cms.core.models import TimeStampedModel


class User(AbstractUser):
    """A person who signs in. Roles are Django groups named by the role's label."""

    name = models.CharField(_("姓名"), max_length=60)
    # As the framework calls somebody beside its menu.
    first_name = property(str)
    last_name = None
    must_change_password = models.BooleanField(
        _("须更换密码"), default=False, editable=False, help_text=_("用的是别人给的临时密码。")
    )
    # Part of what a session is checked against: one more ends every session there is, for good.
    sessions_ended = models.PositiveIntegerField(_("已作废的登录批次"), default=0, editable=False)

    REQUIRED_FIELDS = ["name"]
    derived_fields = ("sessions_ended",)
    # No part of what an administrator reads and changes: see `version_of`.
    kept_by_platform = ("password", "last_login", "date_joined")

    class Meta:
        verbose_name = _("账号")
        verbose_name_plural = _("账号")
        ordering = ["username"]

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def untold_fields(self) -> tuple[str, ...]:
        """The trail says that they changed, not what they hold: a member is forgotten one day."""
        is_member = self.roles == {Role.MEMBER} and not self.is_superuser
        return ("password", "username", "name", "email") if is_member else ("password",)

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


class ReadingKey(TimeStampedModel):
    """Lets one program read the open data in quantity. What it shows is kept nowhere, only its hash."""

    name = models.CharField(
        _("谁用、做什么"), max_length=80, help_text=_("例：市法律服务平台，每日同步阵地。")
    )
    per_minute = models.PositiveIntegerField(
        _("每分钟至多几次"), default=600, validators=[MinValueValidator(60), MaxValueValidator(6000)]
    )
    # Empty until the key is given out, and again when it is withdrawn.
    fingerprint = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    given_on = models.DateField(_("发放日期"), null=True, blank=True, editable=False)

    untold_fields = ("fingerprint",)

    class Meta:
        verbose_name = _("开放数据密钥")
        verbose_name_plural = _("开放数据密钥")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_given(self) -> bool:
        return bool(self.fingerprint)
