"""What stays of two records of a training where both were one person."""

from functools import partial
from typing import Any

from django.db import transaction

from cms.people.services.merging.folding import Into, settles
from cms.training.models import Attendance, SignUp
from cms.training.services.signing_up import seat_waiting


@settles("training.Attendance")
def _attendance(row: Attendance, twin: Attendance) -> dict[str, Any]:
    """Who signed under one name was there: from the first coming to the last going, and the hours once."""
    if not row.signed:
        return {}
    served = {} if twin.service_id or not row.service_id else {"service": row.service}
    if not twin.signed:
        return {
            "signed": True, "arrived_at": row.arrived_at, "left_at": row.left_at, "hours": row.hours,
        } | served  # fmt: skip
    came = [each for each in (row.arrived_at, twin.arrived_at) if each]
    left = [each for each in (row.left_at, twin.left_at) if each]
    return {
        "arrived_at": min(came, default=None),
        "left_at": max(left, default=None),
        "hours": max(row.hours, twin.hours),
    } | served


@settles("training.SignUp")
def _sign_up(row: SignUp, twin: SignUp) -> Into:
    """One person has one seat, and the earlier turn; a second seat goes to who waits."""
    values: dict[str, Any] = {"registered_at": min(row.registered_at, twin.registered_at)}
    if row.waits:
        return Into(values)
    if twin.waits:
        return Into(values | {"waits": False})
    transaction.on_commit(partial(seat_waiting, row.session))
    return Into(values, fewer=(row.session, "places_taken"))
