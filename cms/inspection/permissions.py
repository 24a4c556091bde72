from cms.accounts.permissions import is_office, works_in_admin


def can_see_findings(user) -> bool:
    """Whoever works in the admin mends what is theirs."""
    return works_in_admin(user)


def can_tolerate_findings(user) -> bool:
    return is_office(user)
