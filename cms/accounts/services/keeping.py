"""What holds for every change of an account: somebody is always left to look after the accounts."""

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cms.accounts.enums import Role
from cms.accounts.models import User
from cms.core.errors import RuleBroken

ADMINISTERS = Q(is_superuser=True) | Q(groups__name=str(Role.ADMINISTRATOR.label))


def locked(account: User) -> User:
    """The account as it stands now, held until the transaction ends."""
    return User.objects.select_for_update().get(pk=account.pk)


def end_all_sessions(account: User) -> None:
    """Nobody is signed in with the account any more, and no old session comes back to life."""
    User.objects.filter(pk=account.pk).update(sessions_ended=F("sessions_ended") + 1)
    account.refresh_from_db(fields=["sessions_ended"])


def refuse_to_lose_administrator(account: User, actor: User | None) -> None:
    """RuleBroken where `account` is one's own, or nobody else could look after the accounts."""
    if actor is not None and actor.pk == account.pk:
        raise RuleBroken(_("不能停用自己，也不能取消自己的管理员身份。请由另一位管理员操作。"))
    # All of them held: two who close each other at the same time wait in one line.
    left = _others_held(account, ADMINISTERS)
    if _is(account, ADMINISTERS) and not left:
        raise RuleBroken(_("这是最后一位系统管理员，请先指定另一位。"))


def refuse_to_lose_superuser(account: User, actor: User) -> None:
    """RuleBroken where `account` is one's own, or is the last superuser."""
    if actor.pk == account.pk:
        raise RuleBroken(_("不能停用自己，也不能取消自己的管理员身份。请由另一位管理员操作。"))
    left = _others_held(account, Q(is_superuser=True))
    if _is(account, Q(is_superuser=True)) and not left:
        raise RuleBroken(_("这是最后一位超级管理员，请先指定另一位。"))


def _is(account: User, these: Q) -> bool:
    return User.objects.filter(these, pk=account.pk, is_active=True).exists()


def _others_held(account: User, these: Q) -> list[int]:
    found = User.objects.filter(these, is_active=True).values("pk")
    held = User.objects.select_for_update().filter(pk__in=found).order_by("pk")
    return [each.pk for each in held if each.pk != account.pk and each.is_active]
