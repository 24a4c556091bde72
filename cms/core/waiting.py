"""Seats given back go to those who wait, in the order in which they came."""

from collections.abc import Callable, Iterable
from typing import Any

from cms.core.seats import SeatsQuerySet
from cms.core.writing import Action, writing


def seat_who_waits(
    thing: SeatsQuerySet,
    waiting: Iterable[Any],
    action: Action[Any],
    size: Callable[[Any], int] = lambda held: 1,
) -> list[Any]:
    """Seat as many as there is room for; returns them.

    First come, first served: whose party is too large for what is left is not passed over. `thing` is the
    one row with the seats, held by the caller.
    """
    seated = []
    for each in waiting:
        if not thing.claim_places(size(each)):
            break
        with writing(each, action, actor=None) as held:
            held.waits = False
        seated.append(held)
    return seated
