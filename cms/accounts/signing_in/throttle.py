"""Slows down those who guess passwords, without locking out those who do not.

Two counts: one account from one place, and one place over all accounts, which is what notices somebody
trying one password on many. A try is counted before the password is looked at and given back when it was
right, so guesses made at the same time cannot slip by together. Nobody's failures count elsewhere.
"""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cms.accounts.models import SignInTries
from cms.core.addresses import neighbourhood
from cms.core.protected import fingerprint
from search.chinese.folding import compact


@dataclass(frozen=True)
class Admission:
    """A try that was let in. Where it is the last one allowed, and it fails, the pause begins with it."""

    pair: str
    place: str
    is_last_of_account: bool
    is_last_of_place: bool


def admit(username: str, address: str) -> Admission | None:
    """Count one try for the account from the address; None while there is a pause."""
    place = _key("place", neighbourhood(address)) if address else ""
    pair = _key("pair", f"{normal(username)}|{neighbourhood(address)}")
    limits = {place: settings.SIGN_IN_TRIES_FROM_ONE_PLACE, pair: settings.SIGN_IN_TRIES}
    now = timezone.now()
    with transaction.atomic():
        # The place first, always: two that lock in one order never wait for each other.
        counts = {key: _held(key, now) for key in limits if key}
        if any(count.tries >= limits[key] for key, count in counts.items()):
            return None
        for key, count in counts.items():
            count.tries += 1
            if count.tries >= limits[key]:
                count.until = now + pause()
            count.save(update_fields=["tries", "until"])
    return Admission(
        pair,
        place,
        is_last_of_account=counts[pair].tries >= limits[pair],
        is_last_of_place=place in counts and counts[place].tries >= limits[place],
    )


def give_back(admission: Admission) -> None:
    """The password was right: earlier failures of the account there are forgotten, others' stay counted."""
    with transaction.atomic():
        SignInTries.objects.filter(key=admission.place, tries__gt=0).update(tries=F("tries") - 1)
        SignInTries.objects.filter(key=admission.pair).delete()


def forget_old() -> int:
    """Drop the counts that no longer mean anything."""
    dropped, _by_model = SignInTries.objects.filter(until__lte=timezone.now()).delete()
    return dropped


def pause() -> datetime.timedelta:
    return datetime.timedelta(minutes=settings.SIGN_IN_PAUSE_MINUTES)


def normal(username: str) -> str:
    """One account, however it is typed: full-width, capitals and spaces make no other."""
    return compact(username)


def _held(key: str, now) -> SignInTries:
    """The count, locked; begun anew where its time has run out."""
    count, _created = SignInTries.objects.select_for_update().get_or_create(
        key=key, defaults={"until": now + pause()}
    )
    if count.until <= now:
        count.tries, count.until = 0, now + pause()
    return count


def _key(what: str, whose: str) -> str:
    return fingerprint(f"{what}|{whose}", "sign-in")
