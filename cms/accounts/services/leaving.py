"""The account of a member whose time is over: closed, and called nothing any more."""

from django.utils.translation import gettext_lazy as _

from cms.accounts.enums import Role
from cms.accounts.models import User
from cms.accounts.services.keeping import end_all_sessions
from cms.core.append_only import NAMELESS
from cms.core.audit import forget_actor
from cms.core.writing import Action, anyone, writing

# By what else an account may be known: whoever is something here still has it.
KNOWN_AS = ("membership", "adviser")
LEAVE = Action[User](
    "accounts.user.leave",
    _("到期匿名并停用"),
    anyone,
    writes=("username", "name", "email", "password", "is_active", "sessions_ended"),
)


def forget_member(account: User) -> None:
    """Close the account and forget who had it, in the trail too, unless it serves for something else here."""
    works = account.is_superuser or account.roles - {Role.MEMBER}
    if works or any(getattr(account, each, None) for each in KNOWN_AS):
        return
    with writing(account, LEAVE, actor=None) as held:
        # Each by itself: nobody is to be taken for another of that name.
        held.username, held.name, held.email = f"gone-{held.pk}", NAMELESS, ""
        held.is_active = False
        held.set_unusable_password()
        end_all_sessions(held)
    forget_actor(account)
