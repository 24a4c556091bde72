import datetime

import pytest
from django.db import connection
from django.utils import timezone

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed, RuleBroken
from cms.core.writing import write
from cms.events.enums import EventState
from cms.events.models import Event
from cms.events.services import (
    CANCEL,
    CHANGE,
    DELETE,
    PUBLISH,
    RECALL,
    cancel_event,
    publish_event,
    recall_event,
)
from cms.events.services.registering import cancel_registration, register
from search.models import SearchDocument
from tests.cms.accounts.factories import UserFactory
from tests.cms.events.factories import EventFactory

pytestmark = pytest.mark.django_db


def _register(event, phone="13800000001", name="王小明", agreed=True):
    return register(event, name=name, phone=phone, agreed=agreed)


@pytest.fixture
def event():
    return EventFactory(takes_registrations=True, capacity=2)


def test_registration_never_exceeds_the_capacity(event):
    _register(event, "13800000001")
    _register(event, "13800000002")
    with pytest.raises(RuleBroken, match="名额已满"):
        _register(event, "13800000003")
    event.refresh_from_db()
    assert event.places_left == 0
    assert event.registrations.count() == 2


def test_registration_counts_from_the_database_not_from_a_stale_row(event):
    stale = type(event).objects.get(pk=event.pk)
    _register(event, "13800000001")
    _register(event, "13800000002")
    assert stale.places_taken == 0
    with pytest.raises(RuleBroken, match="名额已满"):
        _register(stale, "13800000003")


@pytest.mark.parametrize("again", ["13800000001", "138 0000 0001", "１３８０００００００１", "138-0000-0001"])
def test_registration_is_one_per_phone_however_it_is_typed(event, again):
    _register(event, "13800000001")
    with pytest.raises(RuleBroken, match="已经报过名"):
        _register(event, again)
    event.refresh_from_db()
    assert event.places_taken == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [({"name": " "}, "name"), ({"phone": "12345"}, "phone"), ({"agreed": False}, "agreed")],
)
def test_registration_says_which_field_is_wrong(event, values, field):
    with pytest.raises(RuleBroken) as refused:
        _register(event, **values)
    assert field in refused.value.message_dict
    assert event.registrations.count() == 0


def test_registration_stands_encrypted_at_rest(event):
    registration = _register(event)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, phone FROM events_registration WHERE id = %s", [registration.pk])
        stored = " ".join(cursor.fetchone())
    assert "王小明" not in stored
    assert "13800000001" not in stored
    registration.refresh_from_db()
    assert (registration.name, registration.phone) == ("王小明", "13800000001")
    assert "姓名和手机号" in registration.consent_text


@pytest.mark.parametrize(
    "values",
    [
        {"state": EventState.DRAFT},
        {"state": EventState.CANCELLED},
        {"takes_registrations": False},
        {"starts_at": timezone.now() - datetime.timedelta(minutes=5)},
    ],
    ids=["draft", "cancelled", "no registration", "begun"],
)
def test_registration_is_refused_when_the_event_takes_none(values):
    with pytest.raises(RuleBroken, match="不接受报名"):
        _register(EventFactory(**{"takes_registrations": True, **values}))


def test_cancelling_gives_the_place_back_and_forgets_the_person(event):
    registration = _register(event)
    cancel_registration(event, code=f" {registration.cancel_code.lower()} ")
    registration.refresh_from_db()
    event.refresh_from_db()
    assert (registration.name, registration.phone, registration.phone_fingerprint) == ("", "", "")
    assert event.places_taken == 0
    _register(event)


def test_cancel_code_works_once_and_for_its_event_only(event):
    registration = _register(event)
    with pytest.raises(RuleBroken):
        cancel_registration(EventFactory(takes_registrations=True), code=registration.cancel_code)
    cancel_registration(event, code=registration.cancel_code)
    with pytest.raises(RuleBroken):
        cancel_registration(event, code=registration.cancel_code)


def test_publishing_makes_an_event_findable_and_cancelling_takes_it_away():
    event = EventFactory(state=EventState.DRAFT)
    office = UserFactory(roles=[Role.OFFICE])
    found = SearchDocument.objects.filter(key=f"events.event:{event.pk}", deleted=False)
    assert not found.exists()
    publish_event(event, actor=office)
    assert found.exists()
    cancel_event(event, actor=office)
    assert not found.exists()


def test_publishing_stops_at_a_personal_number():
    event = EventFactory(state=EventState.DRAFT)
    Event.objects.update(introduction="联系人手机 13812345678")
    with pytest.raises(RuleBroken, match="138\\*\\*\\*\\*5678"):
        publish_event(event, actor=UserFactory(roles=[Role.OFFICE]))


@pytest.mark.parametrize("role", [Role.EDITOR, Role.AGENCY_LOGGER, Role.MEMBER])
def test_publishing_is_not_for(role):
    with pytest.raises(NotAllowed):
        publish_event(EventFactory(state=EventState.DRAFT), actor=UserFactory(roles=[role]))


def test_whoever_only_changed_the_words_does_not_publish_them():
    event = EventFactory(state=EventState.DRAFT)
    office = UserFactory(roles=[Role.OFFICE])
    write(event, CHANGE, {"introduction": "请带身份证。"}, actor=office)
    with pytest.raises(NotAllowed, match="自己写的或改过的"):
        publish_event(event, actor=office)
    publish_event(event, actor=UserFactory(roles=[Role.OFFICE]))


@pytest.mark.parametrize("reason", ["", " \u3000"])
def test_words_are_recalled_with_a_reason_only(reason, event):
    with pytest.raises(RuleBroken) as refused:
        recall_event(event, actor=UserFactory(roles=[Role.OFFICE]), reason=reason)
    assert list(refused.value.message_dict) == ["reason"]
    event.refresh_from_db()
    assert event.state == EventState.PUBLISHED


@pytest.mark.parametrize(
    ("action", "open_in"),
    [
        (CHANGE, {EventState.DRAFT}),
        (DELETE, {EventState.DRAFT}),
        (PUBLISH, {EventState.DRAFT}),
        (RECALL, {EventState.PUBLISHED}),
        (CANCEL, {EventState.PUBLISHED}),
    ],
    ids=lambda given: getattr(given, "name", ""),
)
def test_state_says_what_can_be_done(action, open_in):
    office = UserFactory(roles=[Role.OFFICE])
    assert {state for state in EventState if action.is_open(office, EventFactory(state=state))} == open_in


def test_what_the_public_was_told_of_is_not_deleted_and_keeps_its_first_day():
    event = publish_event(EventFactory(state=EventState.DRAFT), actor=UserFactory(roles=[Role.OFFICE]))
    office = UserFactory(roles=[Role.OFFICE])
    recalled = recall_event(event, actor=office, reason="改地点")
    assert not DELETE.is_open(office, recalled)
    assert publish_event(recalled, actor=office).published_at == event.published_at


@pytest.mark.parametrize(("step", "before"), [(publish_event, "draft"), (cancel_event, "published")])
def test_event_stays_as_it_was_where_what_follows_fails(step, before, monkeypatch):
    event = EventFactory(state=before, published_at=timezone.now())

    def broken(*args):
        raise OSError("broken")

    monkeypatch.setattr("cms.events.signals.tell_registered", broken)
    with pytest.raises(OSError, match="broken"):
        step(event, actor=UserFactory(roles=[Role.OFFICE]))
    event.refresh_from_db()
    assert event.state == before
