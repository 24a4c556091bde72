from cms.accounts.permissions import is_office, works_in_admin


def can_import_statutes(user) -> bool:
    """Law texts enter by import only, and only the office imports."""
    return is_office(user)


def can_tune_search(user) -> bool:
    """Plain speech and pinned results decide what the public finds: the office's."""
    return is_office(user)


def can_see_statutes_in_admin(user) -> bool:
    return works_in_admin(user)
