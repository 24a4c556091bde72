from cms.accounts.permissions import is_office


def can_manage_training(user) -> bool:
    """The office trains and keeps the lists of who came."""
    return is_office(user)
