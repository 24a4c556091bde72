"""Records that may tell of one activity twice, and why. The machine shows; a reviewer decides.

Computed when it is read, so it follows every change of either record; only decisions are kept.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

from django.db.models import Q, QuerySet

from cms.duties.enums import ActivityState
from cms.duties.models import ActivityRecord, Evidence, LikenessDecision
from cms.duties.queries.looks import PhotoMatch, photos_like

# A record is compared with those that began within a day of it.
NEAR = timedelta(days=1)
SAME_TIME = timedelta(hours=1)
# The share of pairs of neighbouring characters that two texts have in common.
ALIKE_NAME, ALIKE_SUMMARY = 0.7, 0.5
# Shorter ones are alike by chance, and shorter phrases say nothing.
SHORTEST_SUMMARY = 20
SHORTEST_PHRASE = 4
PHRASES_SHOWN = 3
AROUND = " \r\n，。、；：！？“”《》（）"
# Nobody compares more, and nobody is asked about every use of one poster.
MOST_SHOWN = 20
COMPARED = ("name", "summary", "host", "venue", "address", "starts_at", "ends_at")


@dataclass(frozen=True)
class PhotoPair:
    photo: Evidence
    other: Evidence
    match: PhotoMatch


@dataclass
class Likeness:
    """One other record that resembles this one, with the reasons and what was decided, if it was."""

    activity: ActivityRecord
    other: ActivityRecord
    photos: list[PhotoPair] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    decision: LikenessDecision | None = None


def likenesses(activity: ActivityRecord) -> list[Likeness]:
    """Every record that may be the same activity, no draft; those with photos in common first."""
    photos = _by_photos(activity)
    others = {pk: pairs[0].other.activity for pk, pairs in photos.items()}
    words = {other.pk: said for other in _near(activity) if (said := why_alike(activity, other))}
    others |= _shown().select_related("host", "venue").in_bulk(words)
    decisions = _decisions(activity, others)
    found = [
        Likeness(activity, other, photos.get(pk, []), words.get(pk, []), decisions.get(pk))
        for pk, other in others.items()
    ]
    found.sort(key=lambda each: (not each.photos, not each.words, each.other.pk))
    return found[:MOST_SHOWN]


def undecided(activity: ActivityRecord) -> list[Likeness]:
    return [each for each in likenesses(activity) if each.decision is None]


def decisions_about(activity: ActivityRecord) -> QuerySet[LikenessDecision]:
    return LikenessDecision.objects.filter(Q(first=activity) | Q(second=activity))


def why_alike(activity: ActivityRecord, other: ActivityRecord) -> list[str]:
    """What the two texts have in common, in sentences; [] where it is not enough to ask anybody.

    A like name alone is none: on 国家宪法日 every unit's activity is called the same.
    """
    said = []
    name = share_in_common(activity.name, other.name)
    summary = share_in_common(activity.summary, other.summary)
    if name >= ALIKE_NAME:
        said.append("名称相近：" + _phrases(activity.name, other.name))
    if summary >= ALIKE_SUMMARY and min(len(activity.summary), len(other.summary)) >= SHORTEST_SUMMARY:
        said.append("小结相近：" + _phrases(activity.summary, other.summary))
    elif not (said and _met(activity, other)):
        return []
    return [*said, *_circumstances(activity, other)]


def share_in_common(one: str, other: str) -> float:
    """Of the pairs of neighbouring characters in two texts, punctuation aside: 0 to 1."""
    pairs, others = _pairs(one), _pairs(other)
    return len(pairs & others) / len(pairs | others) if pairs and others else 0.0


# The texts of the record that is compared with all others stay in it.
@lru_cache(maxsize=8)
def _pairs(text: str) -> set[tuple[str, str]]:
    bare = re.sub(r"\W", "", text)
    return set(pairwise(bare))


def _phrases(one: str, other: str) -> str:
    """The longest phrases that stand in both."""
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    phrases = [one[block.a : block.a + block.size].strip(AROUND) for block in blocks]
    longest = sorted(phrases, key=len, reverse=True)[:PHRASES_SHOWN]
    shown = [phrase for phrase in longest if len(phrase) >= SHORTEST_PHRASE] or longest[:1]
    return "、".join(f"“{phrase}”" for phrase in sorted(shown, key=one.index))


def _met(activity: ActivityRecord, other: ActivityRecord) -> bool:
    """The same unit, the same place or the same hour."""
    return activity.host_id == other.host_id or bool(_circumstances(activity, other))


def _circumstances(activity: ActivityRecord, other: ActivityRecord) -> list[str]:
    said = []
    place = (activity.venue_id, activity.address)
    if any(place) and place == (other.venue_id, other.address):
        said.append("地点相同")
    starts = [each.starts_at for each in (activity, other) if each.starts_at and each.has_times]
    if len(starts) == 2 and abs(starts[0] - starts[1]) <= SAME_TIME:
        said.append("开始时间相差不到一小时")
    return said


def _near(activity: ActivityRecord) -> QuerySet[ActivityRecord]:
    """With what is compared and no more: hundreds are read, and hardly one is shown."""
    if activity.starts_at is None:
        return ActivityRecord.objects.none()
    around = (activity.starts_at - NEAR, activity.starts_at + NEAR)
    found = _shown().filter(starts_at__range=around).exclude(pk=activity.pk)
    return found.only(*COMPARED).order_by("pk")


def _by_photos(activity: ActivityRecord) -> dict[int, list[PhotoPair]]:
    own = {photo.pk: photo for photo in activity.photos}
    matches = photos_like(own.values()) if own else []
    standing = Evidence.objects.filter(retired_at=None, activity__in=_shown()).exclude(activity=activity)
    held = standing.select_related("activity__host", "activity__venue").in_bulk(
        {match.other_pk for match in matches}
    )
    found: dict[int, list[PhotoPair]] = defaultdict(list)
    for match in matches:
        if other := held.get(match.other_pk):
            found[other.activity_id].append(PhotoPair(own[match.photo_pk], other, match))
    return found


def _shown() -> QuerySet[ActivityRecord]:
    """A draft is the agency's alone: nobody else learns that it exists."""
    return ActivityRecord.objects.exclude(state=ActivityState.DRAFT)


def _decisions(activity: ActivityRecord, others: Iterable[int]) -> dict[int, LikenessDecision]:
    found = decisions_about(activity).filter(Q(first__in=others) | Q(second__in=others))
    return {each.first_id if each.second_id == activity.pk else each.second_id: each for each in found}
