"""What holds for every change of an account: somebody is always left to look after the accounts."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.accounts.enums import Role
from cms.accounts.models import User
from cms.accounts.signing_in.throttle import normal
from cms.core.errors import RuleBroken

ADMINISTERS = Q(is_superuser=True) | Q(groups__name=str(Role.ADMINISTRATOR.label))
SUPERUSERS = Q(is_superuser=True)
LAST = {
    ADMINISTERS: _("这是最后一位系统管理员，请先指定另一位。"),
    SUPERUSERS: _("这是最后一位超级管理员，请先指定另一位。"),
}
NOT_ONESELF = _("不能停用自己，也不能取消自己的管理员身份。请由另一位管理员操作。")


def end_all_sessions(held: User) -> None:
    """Nobody is signed in with the account any more, and no old session comes back to life."""
    held.sessions_ended += 1


def refuse_to_lose(held: User, these: Q, actor: User | None) -> None:
    """RuleBroken where the account is one's own, or nobody else would be one of `these`."""
    if actor is not None and actor.pk == held.pk:
        raise RuleBroken(NOT_ONESELF)
    if not User.objects.filter(these, pk=held.pk, is_active=True).exists():
        return
    # All of them held: two who close each other at the same time wait in one line.
    found = User.objects.filter(these, is_active=True).values("pk")
    kept = list(User.objects.select_for_update().filter(pk__in=found).order_by("pk"))
    if not any(each.pk != held.pk and each.is_active for each in kept):
        raise RuleBroken(LAST[these])


def refuse_same_name(held: User) -> None:
    """Names that only differ in capitals or width would be taken for one another."""
    others = User.objects.exclude(pk=held.pk).filter(username__iexact=normal(held.username))
    if others.exists():
        raise RuleBroken({"username": _("这个账号名已有人使用，请换一个。")})


def set_password(held: User, password: str, *, is_temporary: bool) -> None:
    """Give the account a password that follows the rules; RuleBroken says which it does not."""
    try:
        validate_password(password, held)
    except ValidationError as error:
        raise RuleBroken(error) from error
    if held.password and held.check_password(password):
        raise RuleBroken(_("新密码不能与现在的密码相同。"))
    held.set_password(password)
    held.must_change_password = is_temporary


def mirror(account: User, held: User) -> None:
    """Let the caller's account be as it now stands: the session at hand is checked against it."""
    for field in (
        "username",
        "name",
        "email",
        "password",
        "must_change_password",
        "sessions_ended",
        "is_active",
        "is_superuser",
    ):
        setattr(account, field, getattr(held, field))
    account.__dict__.pop("roles", None)
