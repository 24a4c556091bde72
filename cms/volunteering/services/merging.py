"""What stays of two registrations of one volunteer."""

from typing import Any

from cms.people.services.merging.folding import Into, settles
from cms.people.services.merging.settling import both_words, filling
from cms.volunteering.enums import AnswerState
from cms.volunteering.models import Answer, Evaluation, Profile


@settles("volunteering.Profile")
def _profile(row: Profile, twin: Profile) -> dict[str, Any]:
    """What either offers; where one of them named no times or places, any will do, and still does."""
    values: dict[str, Any] = {"skills": sorted(_keys(row.skills) | _keys(twin.skills))}
    towns = [_keys(each.towns) for each in (row, twin)]
    values["towns"] = sorted(towns[0] | towns[1]) if all(towns) else []
    values["times"] = sorted({*row.times, *twin.times}) if row.times and twin.times else []
    if twin.team_id is None and row.team_id:
        values["team"] = row.team
    return values


@settles("volunteering.Answer")
def _answer(row: Answer, twin: Answer) -> Into:
    """Who said yes under one name comes, in one place; from the first coming to the last going."""
    values: dict[str, Any] = filling(row, twin, ("record",))
    if came := [each for each in (row.arrived_at, twin.arrived_at) if each]:
        values["arrived_at"] = min(came)
    if left := [each for each in (row.left_at, twin.left_at) if each]:
        values["left_at"] = max(left)
    if row.state != AnswerState.ACCEPTED:
        return Into(values)
    if twin.state != AnswerState.ACCEPTED:
        return Into(values | {"state": row.state})
    return Into(values, fewer=(row.call, "places_taken"))


@settles("volunteering.Evaluation")
def _evaluation(row: Evaluation, twin: Evaluation) -> dict[str, Any] | None:
    """Of a year one; where the two disagree, people say which is true."""
    return both_words(row, twin) if row.grade == twin.grade else None


def _keys(relation) -> set[int]:
    return set(relation.values_list("pk", flat=True))
