"""Keys for programs that read the open data in quantity: given out once, withdrawn at once."""

import secrets

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.accounts.models import ReadingKey, User
from cms.accounts.permissions import gives_reading_keys
from cms.accounts.queries import KEY_PURPOSE
from cms.core.protected import fingerprint
from cms.core.tables import Table
from cms.core.writing import Action, writing

# Known again in a log or a settings file for what it is.
PREFIX = "zhifa_"
READING_KEYS = Table(ReadingKey, gives_reading_keys, ("name", "per_minute"))
GIVE = Action[ReadingKey](
    "accounts.readingkey.give", _("发放密钥"), gives_reading_keys, writes=("fingerprint", "given_on")
)
WITHDRAW = Action[ReadingKey](
    "accounts.readingkey.withdraw",
    _("停用密钥"),
    gives_reading_keys,
    writes=("fingerprint",),
    when=lambda key: key.is_given,
    otherwise=_("还没有发放，或者已经停用。"),
)


def give_key(key: ReadingKey, *, actor: User, seen: str | None = None) -> str:
    """A new secret, told this once; the one given before no longer works."""
    secret = PREFIX + secrets.token_urlsafe(32)
    with writing(key, GIVE, actor=actor, seen=seen) as held:
        held.fingerprint = fingerprint(secret, KEY_PURPOSE)
        held.given_on = timezone.localdate()
    return secret


def withdraw_key(key: ReadingKey, *, actor: User, seen: str | None = None) -> None:
    with writing(key, WITHDRAW, actor=actor, seen=seen) as held:
        held.fingerprint = ""
