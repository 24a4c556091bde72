from datetime import datetime

from django.db.models import Count, QuerySet
from django.db.models.functions import Coalesce

from cms.accounts.enums import Role
from cms.accounts.models import ReadingKey, User
from cms.core.models import AuditEntry
from cms.core.protected import fingerprint

KEY_PURPOSE = "reading-key"
SIGN_INS = tuple(f"accounts.session.{verb}" for verb in ("begin", "fail", "pause", "spray"))


def accounts_with_mailbox(email: str) -> list[User]:
    """The open accounts a letter to that mailbox may be about."""
    found = User.objects.filter(email__iexact=email, is_active=True).exclude(email="")
    return [account for account in found if account.has_usable_password()]


def last_seen(account: str) -> Coalesce:
    """When whoever has the account at the end of this path last signed in, or was given it."""
    return Coalesce(f"{account}__last_login", f"{account}__date_joined")


def accounts_in(*roles: Role) -> QuerySet[User]:
    """Open accounts that were given one of these roles, by name."""
    names = [str(role.label) for role in roles]
    return User.objects.filter(is_active=True, groups__name__in=names).distinct().order_by("name", "pk")


def reading_key(secret: str) -> ReadingKey | None:
    """The key that a program shows, where it was given out and not withdrawn."""
    found = ReadingKey.objects.exclude(fingerprint="")
    return found.filter(fingerprint=fingerprint(secret, KEY_PURPOSE)).first()


def sign_ins_since(moment: datetime) -> dict[str, int]:
    """How often since `moment` somebody signed in, failed, was made to wait, and tried several accounts from
    one address: `begin`, `fail`, `pause`, `spray`.
    """
    told = AuditEntry.objects.filter(at__gte=moment, action__in=SIGN_INS)
    counts = dict(told.order_by().values_list("action").annotate(Count("pk")))
    return {action.rpartition(".")[2]: counts.get(action, 0) for action in SIGN_INS}


def latest_sign_ins(account: User, most: int = 10) -> list[dict]:
    """When and from where the account was signed in to last: `at`, `address`, `failed`."""
    told = AuditEntry.objects.filter(
        target_type=User._meta.label_lower,
        target_id=str(account.pk),
        action__in=("accounts.session.begin", "accounts.session.fail"),
    ).order_by("-at", "-pk")[:most]
    return [
        {"at": each.at, "address": each.detail.get("address", ""), "failed": each.action.endswith(".fail")}
        for each in told
    ]
