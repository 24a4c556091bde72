"""A training as an activity of its host: entered once, its figure follows who came."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cms.core.errors import RuleBroken
from cms.core.writing import Action, anyone, writing
from cms.duties.enums import ActivityForm
from cms.duties.models import ActivityRecord
from cms.duties.services.activities import save_activity, start_activity
from cms.reports.models import HostedTraining
from cms.training.models import TrainingSession
from cms.training.queries import turnout

LINK = Action[HostedTraining]("reports.hostedtraining.create", _("培训计入活动"), anyone)
COUNT = Action[HostedTraining]("reports.hostedtraining.count", "", anyone, writes=("counted",))
# Permitted with the attendance that changed; also once the record was judged, and told in its trail.
FOLLOW = Action[ActivityRecord](
    "duties.activityrecord.follow",
    _("随培训签到更正现场人次"),
    anyone,
    writes=("onsite", "lock_version"),
)


@transaction.atomic
def record_training(session: TrainingSession, *, actor) -> ActivityRecord:
    """A draft of the host's activity record, filled with what the session tells; the same when asked again.

    RuleBroken where the session has no host among the agencies or nobody has come yet.
    """
    held = TrainingSession.objects.select_for_update().get(pk=session.pk)
    known = HostedTraining.objects.filter(session=held).select_related("activity").first()
    if known:
        return known.activity
    came = turnout(held).attended
    if held.host is None or not came:
        raise RuleBroken(_("有主办单位、有人签到的培训，才能记为活动。"))
    course = held.course
    activity = start_activity(held.host, actor=actor, name=held.title[:80])
    activity = save_activity(
        activity,
        actor=actor,
        seen=activity.lock_version,
        form=ActivityForm.TRAINING,
        starts_at=held.starts_at,
        ends_at=held.ends_at,
        venue=held.venue,
        address="" if held.venue else held.place,
        laws=list(course.laws.all()) if course else [],
        audiences=list(course.audiences.all()) if course else [],
        onsite=came,
        online=0,
    )
    with writing(HostedTraining(session=held, activity=activity, counted=came), LINK, actor=actor):
        pass
    return activity


def follow_turnout(session: TrainingSession, *, actor) -> None:
    """Bring the figure of the activity in line with who came; what its host added by hand stays on top.

    The caller holds the transaction: attendance and figure change together.
    """
    link = HostedTraining.objects.select_related("activity").filter(session=session).first()
    came = turnout(session).attended
    if link is None or link.counted == came:
        return
    with writing(link.activity, FOLLOW, actor=actor) as held:
        held.onsite = max(0, (held.onsite or 0) + came - link.counted)
        held.lock_version += 1
    with writing(link, COUNT, actor=actor) as held_link:
        held_link.counted = came
