"""Seats claimed, waited for and given back: the same for an event of the public and for a training.

A thing with seats has `capacity` (None: no limit) and `places_taken` beside it; who holds or waits has
`waits`, `registered_at` and `cancelled_at`.
"""

import secrets

from django.db import models
from django.db.models import F, Q

from search.chinese.folding import narrow

# Without 0/O, 1/I/L: a code is read aloud and typed by hand.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 8


def new_code() -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def typed_code(text: str) -> str:
    """A code as it is kept, however it was read aloud, spaced or typed."""
    return "".join(each for each in narrow(text).upper() if each.isalnum())


class SeatsQuerySet(models.QuerySet):
    """Of things with seats."""

    def claim_places(self, count: int = 1) -> bool:
        """So many more taken, where they are left: a single statement, so two never get the last one."""
        room = self.filter(Q(capacity=None) | Q(places_taken__lte=F("capacity") - count))
        return bool(room.update(places_taken=F("places_taken") + count))

    def give_places_back(self, count: int = 1) -> None:
        self.update(places_taken=F("places_taken") - count)


class TurnsQuerySet(models.QuerySet):
    """Of those who hold seats or wait for them."""

    def standing(self):
        return self.filter(cancelled_at=None)

    def seated(self):
        return self.standing().filter(waits=False)

    def waiting(self):
        """In the order in which they came."""
        return self.standing().filter(waits=True).order_by("registered_at", "pk")

    def turn_of(self, held) -> int:
        """Where one stands among those who wait, the first at 1."""
        ahead = Q(registered_at__lt=held.registered_at) | Q(registered_at=held.registered_at, pk__lt=held.pk)
        return self.waiting().filter(ahead).count() + 1
