"""Activities that others recorded and that name an agency as co-host."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from cms.agencies.models import Agency
from cms.agencies.queries import agencies_of
from cms.duties.enums import ActivityState
from cms.duties.models import ActivityRecord, CoHostAnswer


@dataclass(frozen=True)
class CoHosting:
    """The part of one agency in one activity, with its answer once there is one."""

    agency: Agency
    answer: CoHostAnswer | None

    @property
    def told(self) -> str:
        if self.answer is None:
            return "待确认"
        return "已确认" if self.answer.is_confirmed else "答复不是协办"


def co_hosted_by(user) -> QuerySet[ActivityRecord]:
    """What was handed in and names an agency of this account, newest first. A draft is its host's alone."""
    named = ActivityRecord.co_hosts.through.objects.filter(agency__in=agencies_of(user))
    # By the few that name the agency, not asked of every activity there is.
    found = ActivityRecord.objects.filter(pk__in=named.values("activityrecord"))
    found = found.exclude(state=ActivityState.DRAFT)
    return found.select_related("host", "venue").order_by("-starts_at", "-pk")


def waiting_for_co_host(user) -> QuerySet[ActivityRecord]:
    """Those of them that one of the account's agencies has not answered yet."""
    answered = CoHostAnswer.objects.filter(activity=OuterRef("activityrecord"), agency=OuterRef("agency"))
    silent = ActivityRecord.co_hosts.through.objects.filter(~Exists(answered), agency__in=agencies_of(user))
    return co_hosted_by(user).filter(pk__in=silent.values("activityrecord"))


def co_hostings(activity: ActivityRecord) -> list[CoHosting]:
    """Every unit the activity names as co-host, with what it said; reads what was prefetched."""
    answers = {answer.agency_id: answer for answer in activity.co_host_answers.all()}
    return [CoHosting(agency, answers.get(agency.pk)) for agency in activity.co_hosts.all()]


def standing_co_hosts(activity: ActivityRecord) -> list[Agency]:
    """Those who did not decline: whom the public reads of."""
    hostings = co_hostings(activity)
    return [each.agency for each in hostings if each.answer is None or each.answer.is_confirmed]
