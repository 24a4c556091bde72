"""What was announced becomes the record of what was done: nothing is asked twice."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.errors import RuleBroken
from cms.duties.models import ActivityRecord
from cms.duties.services.activities import save_activity, start_activity
from cms.events.models import Event
from cms.events.queries.attending import turnout


@transaction.atomic
def record_event(event: Event, *, actor) -> ActivityRecord:
    """A draft of the host's activity record, filled with what the event tells; the same when asked again.

    Who came in is counted as present, where people were let in by their codes. RuleBroken before the event
    has begun, and of one that is not announced.
    """
    held = Event.objects.select_for_update().get(pk=event.pk)
    known = held.activities.filter(host=held.host_id).order_by("pk").first()
    if known:
        return known
    if not Event.objects.published().filter(pk=held.pk, starts_at__lte=timezone.now()).exists():
        raise RuleBroken(_("已发布的活动开始以后，才能记为活动记录。"))
    activity = start_activity(held.host, actor=actor, name=held.title)
    came = turnout(held).arrived
    return save_activity(
        activity,
        actor=actor,
        seen=activity.lock_version,
        event=held,
        campaign=held.campaign,
        starts_at=held.starts_at,
        ends_at=held.ends_at,
        venue=held.venue,
        address="" if held.venue else held.address,
        settings=list(held.settings.all()),
        audiences=list(held.audiences.all()),
        laws=list(held.laws.all()),
        **({"onsite": came} if came else {}),
    )
