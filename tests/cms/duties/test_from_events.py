"""An announced event becomes the record of what was done, with everything that is known of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.campaigns.models import Audience, Setting
from cms.core.errors import NotAllowed, RuleBroken
from cms.duties.enums import ActivityState
from cms.duties.models import ActivityRecord
from cms.duties.queries.announced import events_to_record
from cms.duties.services import discard_activity, record_event
from cms.events.enums import EventState
from cms.events.services.attending import check_in
from cms.events.services.registering import register
from tests.cms.campaigns.factories import CampaignPageFactory
from tests.cms.duties.factories import logger_of
from tests.cms.events.factories import EventFactory
from tests.cms.statutes.factories import LawFactory

pytestmark = pytest.mark.django_db


def held(ended=timedelta(hours=1), **values):
    """An event that ended `ended` ago."""
    end = timezone.now() - ended
    return EventFactory(starts_at=end - timedelta(hours=2), ends_at=end, **values)


def test_everything_that_was_announced_is_filled_in():
    event = held(campaign=CampaignPageFactory(), takes_registrations=True)
    setting, audience, law = Setting.objects.first(), Audience.objects.first(), LawFactory()
    event.settings.set([setting])
    event.audiences.set([audience])
    event.laws.set([law])
    activity = record_event(event, actor=logger_of(event.host))
    same = ("starts_at", "ends_at", "venue", "address", "campaign", "host")
    assert [getattr(activity, name) for name in same] == [getattr(event, name) for name in same]
    assert (activity.name, activity.event) == (event.title, event)
    assert [list(each.all()) for each in (activity.settings, activity.audiences, activity.laws)] == [
        [setting], [audience], [law],
    ]  # fmt: skip
    assert (activity.state, activity.onsite) == (ActivityState.DRAFT, None)


def test_who_was_let_in_is_counted_as_present():
    event = EventFactory(takes_registrations=True)
    register(event, name="王小明", phone="13800000001", agreed=True, seats=3)
    register(event, name="李小明", phone="13800000002", agreed=True)
    event.starts_at, event.ends_at = timezone.now() - timedelta(hours=1), timezone.now() + timedelta(hours=1)
    event.save()
    code = event.registrations.order_by("pk").first().cancel_code
    check_in(event, code=code, actor=logger_of(event.host))
    assert record_event(event, actor=logger_of(event.host)).onsite == 3


def test_asked_again_it_is_the_same_record_until_that_is_discarded():
    event = held()
    logger = logger_of(event.host)
    first = record_event(event, actor=logger)
    assert record_event(event, actor=logger) == first
    discard_activity(first, actor=logger)
    assert record_event(event, actor=logger) != first
    assert ActivityRecord.objects.count() == 1


@pytest.mark.parametrize("values", [{"state": EventState.DRAFT}, {"state": EventState.CANCELLED}])
def test_what_is_not_announced_is_no_activity(values):
    event = held(**values)
    with pytest.raises(RuleBroken):
        record_event(event, actor=logger_of(event.host))


@pytest.mark.parametrize(("begins", "may"), [(timedelta(minutes=1), False), (timedelta(0), True)])
def test_it_is_recorded_from_its_beginning_on(begins, may):
    now = timezone.now()
    event = EventFactory(starts_at=now + begins, ends_at=now + timedelta(hours=2))
    if may:
        assert record_event(event, actor=logger_of(event.host)).name == event.title
    else:
        with pytest.raises(RuleBroken):
            record_event(event, actor=logger_of(event.host))


def test_another_agency_cannot():
    event = held()
    with pytest.raises(NotAllowed):
        record_event(event, actor=logger_of(EventFactory().host))
    assert not ActivityRecord.objects.exists()


def test_to_record_are_the_own_that_are_over_and_not_on_record():
    over = held(timedelta(days=1))
    host = over.host
    older, recorded = held(timedelta(days=2), host=host), held(host=host)
    held()
    EventFactory(host=host)
    logger = logger_of(host)
    record_event(recorded, actor=logger)
    assert list(events_to_record(logger, timezone.localdate())) == [over, older]
