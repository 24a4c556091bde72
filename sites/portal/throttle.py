"""Slows down those who guess passwords: so many failures per account and address, then a pause."""

from django.core.cache import cache

from cms.core.protected import fingerprint

MAX_FAILURES = 5
PAUSE_SECONDS = 15 * 60


def is_paused(username: str, address: str) -> bool:
    return cache.get(_key(username, address), 0) >= MAX_FAILURES


def note_failure(username: str, address: str) -> None:
    """Count one; the pause runs from the last."""
    key = _key(username, address)
    cache.set(key, cache.get(key, 0) + 1, PAUSE_SECONDS)


def forget_failures(username: str, address: str) -> None:
    cache.delete(_key(username, address))


def _key(username: str, address: str) -> str:
    # What was typed may be a password in the wrong field: it is kept nowhere, not even in the cache.
    return f"sign-in:{fingerprint(f'{username.strip().lower()}|{address}', 'sign-in')}"
