"""Two taps make one record, the way back makes none."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.core.models import FormToken
from cms.core.once import KEPT, forget_tokens
from cms.duties.enums import ActivityState
from cms.duties.models import ActivityRecord
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.duties.factories import ActivityFactory, logger_of
from tests.cms.duties.test_evidence import photo
from tests.cms.events.factories import EventFactory

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'name="form_token" value="([^"]+)"')


@pytest.fixture
def agency():
    return AgencyFactory()


@pytest.fixture
def signed_in(client, agency):
    client.force_login(logger_of(agency))
    return client


def token_on(client, address) -> str:
    return TOKEN.search(client.get(address).content.decode())[1]


def test_two_taps_begin_one_record(signed_in):
    written = {"name": "宪法进社区", "form_token": token_on(signed_in, reverse("portal:new"))}
    answers = [signed_in.post(reverse("portal:new"), written) for _ in range(2)]
    assert ActivityRecord.objects.count() == 1
    assert answers[0].url == answers[1].url


def test_form_sent_again_from_the_way_back_is_written_into_the_record_it_began(signed_in):
    token = token_on(signed_in, reverse("portal:new"))
    for name in ("宪法进社区", "宪法进校园"):
        signed_in.post(reverse("portal:new"), {"name": name, "form_token": token})
    assert [record.name for record in ActivityRecord.objects.all()] == ["宪法进校园"]


def test_way_back_does_not_overwrite_what_was_written_since(signed_in):
    token = token_on(signed_in, reverse("portal:new"))
    signed_in.post(reverse("portal:new"), {"name": "宪法进社区", "form_token": token})
    record = ActivityRecord.objects.get()
    signed_in.post(
        reverse("portal:edit", args=[record.pk, "basics"]), {"seen": record.lock_version, "name": "后来"}
    )
    answer = signed_in.post(reverse("portal:new"), {"name": "再来", "form_token": token})
    assert "别人改动过" in answer.content.decode()
    assert [record.name for record in ActivityRecord.objects.all()] == ["后来"]


def test_two_showings_of_the_form_begin_two_records(signed_in):
    for _ in range(2):
        token = token_on(signed_in, reverse("portal:new"))
        signed_in.post(reverse("portal:new"), {"name": "宪法进社区", "form_token": token})
    assert ActivityRecord.objects.count() == 2


def test_form_with_a_mistake_keeps_its_token_and_is_sent_again(signed_in):
    token = token_on(signed_in, reverse("portal:new"))
    answer = signed_in.post(reverse("portal:new"), {"name": "", "form_token": token})
    assert TOKEN.search(answer.content.decode())[1] == token
    signed_in.post(reverse("portal:new"), {"name": "宪法进社区", "form_token": token})
    assert ActivityRecord.objects.count() == 1


def test_token_of_another_person_is_none(signed_in, client):
    token = token_on(signed_in, reverse("portal:new"))
    signed_in.post(reverse("portal:new"), {"name": "宪法进社区", "form_token": token})
    client.force_login(logger_of(AgencyFactory()))
    client.post(reverse("portal:new"), {"name": "别家的", "form_token": token})
    assert sorted(record.name for record in ActivityRecord.objects.all()) == sorted(["宪法进社区", "别家的"])


@pytest.mark.parametrize("token", ["", "short", "x" * 65, "含汉字的令牌" * 5, "a\0" * 15])
def test_form_without_a_token_acts_as_ever(signed_in, token):
    signed_in.post(reverse("portal:new"), {"name": "宪法进社区", "form_token": token})
    assert (ActivityRecord.objects.count(), FormToken.objects.count()) == (1, 0)


def test_photo_is_kept_once_and_another_photo_too(signed_in, agency):
    activity = ActivityFactory(host=agency)
    address = reverse("portal:edit", args=[activity.pk, "photos"])
    token = token_on(signed_in, address)
    for size in ((60, 40), (60, 40), (40, 60)):
        signed_in.post(address, {"photos": photo(size=size), "form_token": token})
    assert activity.evidence.count() == 2


def test_second_tap_on_submit_is_no_error(signed_in, agency):
    activity = ActivityFactory(host=agency)
    for _ in range(2):
        page = signed_in.post(
            reverse("portal:submit", args=[activity.pk]), {"seen": activity.lock_version}, follow=True
        ).content.decode()
        assert ("已提交" in page, "别人改动过" in page) == (True, False)
    activity.refresh_from_db()
    assert (activity.state, activity.transitions.count()) == (ActivityState.SUBMITTED, 1)


def test_submit_of_what_somebody_else_changed_stays_an_error(signed_in, agency):
    activity = ActivityFactory(host=agency, lock_version=3)
    page = signed_in.post(reverse("portal:submit", args=[activity.pk]), {"seen": 2}, follow=True)
    assert "别人改动过" in page.content.decode()


def test_two_taps_register_once_and_show_the_same_code(client):
    event = EventFactory(takes_registrations=True, capacity=5)
    token = token_on(client, event.get_absolute_url())
    person = {"name": "王小明", "phone": "13800000001", "agreed": "on", "form_token": token}
    pages = [
        client.post(reverse("public:event_register", args=[event.pk]), person, follow=True).content.decode()
        for _ in range(2)
    ]
    event.refresh_from_db()
    code = event.registrations.get().cancel_code
    assert ([code in page for page in pages], event.places_taken) == ([True, True], 1)


def test_registration_withdrawn_is_not_made_again_by_the_way_back(client):
    event = EventFactory(takes_registrations=True, capacity=5)
    token = token_on(client, event.get_absolute_url())
    person = {"name": "王小明", "phone": "13800000001", "agreed": "on", "form_token": token}
    address = reverse("public:event_register", args=[event.pk])
    client.post(address, person)
    code = event.registrations.get().cancel_code
    client.post(reverse("public:event_cancel", args=[event.pk]), {"code": code})
    answer = client.post(address, person)
    event.refresh_from_db()
    assert (answer.status_code, event.places_taken) == (422, 0)
    assert "已经取消" in answer.content.decode()


def test_places_taken_comes_from_no_form(client):
    event = EventFactory(takes_registrations=True, capacity=5)
    person = {"name": "王小明", "phone": "13800000001", "agreed": "on", "places_taken": "5", "capacity": "0"}
    client.post(reverse("public:event_register", args=[event.pk]), person)
    event.refresh_from_db()
    assert (event.places_taken, event.capacity) == (1, 5)


def test_tokens_are_forgotten_after_a_week():
    for token, age in (("old", KEPT + datetime.timedelta(minutes=1)), ("new", datetime.timedelta())):
        FormToken.objects.create(token=token)
        FormToken.objects.filter(token=token).update(used_at=timezone.now() - age)
    assert (forget_tokens(), [row.token for row in FormToken.objects.all()]) == (1, ["new"])
