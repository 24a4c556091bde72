from dataclasses import dataclass

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms.agencies.models import Agency
from cms.agencies.queries import agencies_of, stale_in_charge
from cms.duties.enums import WAITING_STATES, ActivityState
from cms.duties.queries import ItemProgress, activities_of, progress_of, returned_to
from cms.duties.queries.announced import events_to_record
from cms.duties.queries.co_hosting import waiting_for_co_host
from cms.duties.queries.consulting import drafts_to_comment
from cms.events.queries import upcoming_events
from cms.events.queries.attending import registrations_of
from cms.exams.queries.sittings import exams_to_take
from cms.honours.queries import waiting_applications
from cms.people.enums import WAY
from cms.people.models import Nomination
from cms.people.permissions import is_known_person
from cms.people.queries import waiting_self_nominations
from cms.people.queries.awaiting import endings_to_hear, waiting_by_state
from cms.people.queries.coverage import Coverage, coverage
from cms.people.services.nominations import next_verb
from cms.places.queries import coordinated_communities
from cms.reviews.queries.waiting import waiting_in_reviews
from cms.training.queries.signing_up import own_sign_ups
from cms.volunteering.queries import volunteer_of
from cms.volunteering.queries.calls import calls_for
from sites.portal.keeping import signed_in

# Of drafts, of what a co-host is to confirm, of events to put on record.
DRAFTS_SHOWN = 5
REGISTRATIONS_SHOWN = 10
# To whoever has no duties to see to.
EVENTS_OFFERED = 3


@dataclass(frozen=True)
class Desk:
    """What one agency finds on its desk: each duty stands in one pile only."""

    agency: Agency
    overdue: list[ItemProgress]
    due_soon: list[ItemProgress]
    under_way: list[ItemProgress]
    later: list[ItemProgress]
    done: list[ItemProgress]

    @property
    def total(self) -> int:
        return sum(map(len, (self.overdue, self.due_soon, self.under_way, self.later, self.done)))


@signed_in
@require_safe
def home(request):
    """What waits for me."""
    today = timezone.localdate()
    mine = activities_of(request.user)
    agencies = list(agencies_of(request.user))
    covered = _coverage(request.user)
    context = {
        "today": today,
        "desks": [_desk(agency, today) for agency in agencies],
        "reviews": waiting_in_reviews(agencies, today) if agencies else [],
        "returned": returned_to(request.user),
        "drafts": mine.filter(state=ActivityState.DRAFT).order_by("-updated_at")[:DRAFTS_SHOWN],
        "lists_asked": list(drafts_to_comment(request.user)),
        "to_record": events_to_record(request.user, today)[:DRAFTS_SHOWN],
        "co_hosted": waiting_for_co_host(request.user)[:DRAFTS_SHOWN],
        "registrations": registrations_of(request.user)[:REGISTRATIONS_SHOWN],
        "now": timezone.now(),
        "coming": [] if agencies else upcoming_events(timezone.now(), EVENTS_OFFERED),
        "waiting_count": mine.filter(state__in=WAITING_STATES).count(),
        "stale_places": stale_in_charge(request.user, today),
        "coverage": covered,
        **_of_a_person(request.user, today),
        # Only whoever coordinates a place has any.
        "honours": waiting_applications(request.user, today)[:DRAFTS_SHOWN] if covered else [],
        "way": _way(request.user, today) if covered else [],
        "to_hear": endings_to_hear(request.user).count() if covered else 0,
        "self_nominated": waiting_self_nominations(request.user).count() if covered else 0,
    }
    return render(request, "portal/home.html", context)


def _way(user, today) -> list[tuple]:
    """The steps of nominations that are the account's to take: verb, name, how many."""
    verbs = [
        (next_verb(Nomination(state=state)), count) for state, count in waiting_by_state(user, today).items()
    ]
    return [(verb, WAY[verb].label, count) for verb, count in verbs]


def _of_a_person(user, today) -> dict:
    """What waits for somebody of the roster: calls to answer, exams to take, trainings to go to."""
    if not is_known_person(user):
        return {}
    person, now = user.membership.person, timezone.now()
    volunteer = volunteer_of(person)
    return {
        "calls": calls_for(volunteer, now) if volunteer else [],
        "exams": exams_to_take(user, now),
        "sign_ups": own_sign_ups(person, today),
    }


def _desk(agency: Agency, today) -> Desk:
    rows = progress_of(agency, today)
    open_rows = [row for row in rows if not row.is_done]
    in_time = [row for row in open_rows if not row.is_overdue and not row.is_due_soon]
    return Desk(
        agency=agency,
        overdue=[row for row in open_rows if row.is_overdue],
        due_soon=[row for row in open_rows if row.is_due_soon],
        under_way=[row for row in in_time if row.has_begun],
        later=[row for row in in_time if not row.has_begun],
        done=[row for row in rows if row.is_done],
    )


def _coverage(user) -> list[Coverage]:
    """The rosters of the communities the account coordinates; the office has its own view of all."""
    return coverage(coordinated_communities(user)) if user.coordinated.exists() else []
