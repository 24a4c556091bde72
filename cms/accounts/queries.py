from cms.accounts.models import User


def accounts_with_mailbox(email: str) -> list[User]:
    """The open accounts a letter to that mailbox may be about."""
    found = User.objects.filter(email__iexact=email, is_active=True).exclude(email="")
    return [account for account in found if account.has_usable_password()]
