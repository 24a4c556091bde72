from typing import TYPE_CHECKING

from cms.accounts.permissions import is_signed_in

if TYPE_CHECKING:
    from cms.inbox.models import Mailing, Message


def is_own_message(user, message: "Message") -> bool:
    return is_signed_in(user) and message.user_id == user.pk


def is_own_mailing(user, mailing: "Mailing") -> bool:
    return is_signed_in(user) and mailing.user_id == user.pk
