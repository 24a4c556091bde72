"""What stays where both records of one person had the same thing. The record that is kept is `twin`."""

from typing import Any

from cms.people.enums import ENDED
from cms.people.models import Appointment, Consent, Distinction, ServiceRecord, YearlyExcuse
from cms.people.services.merging.folding import settles

# What one appointment tells of itself, besides who, where and as what.
_TOLD = (
    "category", "nominated_by", "training", "score", "certificate_number", "certified_on", "volunteer_number",
    "team", "speciality", "registered_on", "phone", "remark",
)  # fmt: skip


def filling(row, twin, names: tuple[str, ...]) -> dict[str, Any]:
    """What the one that stays does not know."""
    empty = (None, "")
    return {
        name: getattr(row, name)
        for name in names
        if getattr(twin, name) in empty and getattr(row, name) not in empty
    }


def both_words(row, twin) -> dict[str, Any]:
    """What was written under either name, one after the other, as far as there is room."""
    if not row.words or row.words in twin.words:
        return {}
    longest = type(twin)._meta.get_field("words").max_length
    return {"words": "；".join(filter(None, (twin.words, row.words)))[:longest]}


@settles("people.Appointment")
def _appointment(row: Appointment, twin: Appointment) -> dict[str, Any] | None:
    """One role in one 居村 is one appointment; the one that stands goes before the one that ended."""
    if row.role != twin.role or row.community_id != twin.community_id:
        return None
    values = filling(row, twin, _TOLD)
    if row.state not in ENDED and twin.state in ENDED:
        values["state"] = row.state
    elif row.state != twin.state and row.state not in ENDED:
        # Both stand, but not at the same step: which of them is true is for people to say.
        return None
    return values


@settles("people.Consent")
def _consent(row: Consent, twin: Consent) -> dict[str, Any]:
    """Agreed to twice is agreed to once."""
    return {}


@settles("people.YearlyExcuse")
def _excuse(row: YearlyExcuse, twin: YearlyExcuse) -> dict[str, Any]:
    """A year is excused once, with the words of both."""
    return both_words(row, twin)


@settles("people.Distinction")
def _distinction(row: Distinction, twin: Distinction) -> dict[str, Any]:
    return {}


@settles("people.ServiceRecord")
def _service(row: ServiceRecord, twin: ServiceRecord) -> dict[str, Any] | None:
    """The same hours noted down under both names count once; verified they are where one of them was."""
    if (row.activity, row.minutes, row.half_hours) != (twin.activity, twin.minutes, twin.half_hours):
        return None
    if row.verified_on and not twin.verified_on:
        return {"verified_on": row.verified_on, "verified_by": row.verified_by}
    return {}
