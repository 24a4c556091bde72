"""The page at the door, with and without a script, and what a device may send."""

import json

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from cms.accounts.enums import Role
from cms.training.models import Attendance, TrainingSession
from sites.portal.views.door import MOST_SCANS, SALT, key_of
from tests.cms.accounts.factories import UserFactory
from tests.cms.people.factories import AppointmentFactory
from tests.cms.people.services.test_nominations import coordinator_of
from tests.cms.places.factories import CommunityFactory, VenueFactory
from tests.cms.training.factories import OpenSessionFactory, SignUpFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    today = timezone.localdate()
    return OpenSessionFactory(starts_on=today, ends_on=today, venue=VenueFactory(place=CommunityFactory()))


@pytest.fixture
def keeper(client, session):
    user = coordinator_of(session.venue.place)
    client.force_login(user)
    return user


def page(session, name="door"):
    return reverse(f"portal:{name}", args=[session.pk])


def now() -> int:
    return int(timezone.now().timestamp() * 1000)


def message(session, user, *codes, **given) -> dict:
    scans = [
        {"token": f"t{number}", "code": code, "way": "in", "at": now(), "offset": 0}
        for number, code in enumerate(codes)
    ]
    return {"key": key_of(session, user), "device": "a", "now": now(), "scans": scans, **given}


def send(client, session, content):
    return client.post(page(session, "door_scans"), content, content_type="application/json")


def test_door_shows_who_is_expected_with_masked_names_and_may_use_the_camera(client, session, keeper):
    held = SignUpFactory(session=session, person__name="欧阳若水")
    response = client.get(page(session))
    text = response.content.decode()
    assert [word in text for word in (held.code, "欧阳若水", held.person.phone)] == [True, False, False]
    assert "camera=(self)" in response.headers["Permissions-Policy"]
    assert "script-src" not in response.headers["Content-Security-Policy"]
    assert "no-store" in response.headers["Cache-Control"]


def test_without_a_script_a_typed_code_is_a_form(client, session, keeper):
    held = SignUpFactory(session=session)
    said = client.post(page(session), {"code": held.code.lower(), "way": "in"}, follow=True).content.decode()
    assert f"{held.person}：已记到场" in said
    wrong = client.post(page(session), {"code": "WRONG", "way": "in"})
    assert (wrong.status_code, "不是这次培训的签到码" in wrong.content.decode()) == (422, True)
    assert client.post(page(session), {"code": held.code, "way": "up"}).status_code == 422
    assert Attendance.objects.get().person == held.person


def test_who_had_not_signed_up_is_taken_in_by_name(client, session, keeper):
    held = AppointmentFactory(community=session.venue.place, person__name="欧阳若水").person
    asked = {"name": "欧阳若水", "tail": "", "walk_in": "1"}
    assert "欧阳若水：已记到场" in client.post(page(session), asked, follow=True).content.decode()
    assert Attendance.objects.get().person == held
    for wrong, told in (
        ({"name": "没有此人"}, "名册上没有这个人"),
        ({"name": ""}, "请填姓名"),
        ({"tail": "12"}, "最后四位数字"),
        ({"tail": "１２３４"}, "名册上没有这个人"),
    ):
        response = client.post(page(session), asked | wrong)
        assert (response.status_code, told in response.content.decode()) == (422, True)
    assert Attendance.objects.count() == 1


def test_device_sends_what_it_kept_also_when_nobody_is_signed_in_any_more(client, session, keeper):
    held = SignUpFactory(session=session)
    content = message(session, keeper, held.code, "NOBODY")
    client.logout()
    for _again in range(2):
        assert send(client, session, content).json() == {
            "taken": ["t0", "t1"],
            "problems": {"t1": "不是这次培训的签到码"},
            "came": [held.code],
            "conflicts": 1,
        }
    assert (Attendance.objects.count(), session.scans.count()) == (1, 2)


def test_door_of_another_place_is_not_there_and_a_key_opens_one_door_as_long_as_its_holder_may(
    client, session, keeper
):
    other, stranger = OpenSessionFactory(), UserFactory(roles=[Role.COMMUNITY_COORDINATOR])
    held = SignUpFactory(session=other)
    for name in ("door", "door_conflicts"):
        assert client.get(page(other, name)).status_code == 404
    assert client.post(page(other), {"code": held.code, "way": "in"}).status_code == 404
    refused = [
        send(client, other, message(session, keeper, held.code)),
        send(client, other, message(other, keeper, held.code)),
        send(client, session, message(session, stranger)),
        send(client, session, message(session, keeper, key="x")),
        send(client, session, message(session, keeper, key=signing.dumps([session.pk, keeper.pk, ""]))),
    ]
    keeper.is_active = False
    keeper.save()
    refused.append(send(client, session, message(session, keeper)))
    assert [each.status_code for each in refused] == [403] * 6
    assert Attendance.objects.count() == 0


@pytest.mark.parametrize("changed", ["password", "sessions_ended"])
def test_key_does_not_outlive_the_password_or_the_roles(changed, client, session, keeper):
    held = SignUpFactory(session=session)
    content = message(session, keeper, held.code)
    if changed == "password":
        keeper.set_password("another-one-2026")
    else:
        keeper.sessions_ended += 1
    keeper.save()
    assert (send(client, session, content).status_code, session.scans.count()) == (403, 0)
    # The device kept its scans, and sends them by the key of the page that is opened anew.
    client.force_login(keeper)
    fresh = client.get(page(session)).context["key"]
    for _again in range(2):
        assert send(client, session, content | {"key": fresh}).json()["came"] == [held.code]
    assert (Attendance.objects.count(), session.scans.count()) == (1, 1)


def test_key_that_says_something_else_opens_nothing(client, session, keeper):
    opens, own = session.pk, keeper.pk
    payloads = [
        1,
        None,
        "abc",
        {},
        [],
        [opens, own],
        [opens, own, 1],
        [opens, "x", "x"],
        [opens, own, "x", "x"],
    ]
    for payload in payloads:
        key = signing.dumps(payload, salt=SALT)
        assert send(client, session, message(session, keeper, key=key)).status_code == 403, payload


def test_training_that_was_called_off_takes_nobody_in_and_the_device_keeps_its_scans(client, session, keeper):
    held = SignUpFactory(session=session)
    TrainingSession.objects.filter(pk=session.pk).update(cancelled_at=timezone.now())
    assert "这次培训已经取消，不再签到。" in client.get(page(session)).content.decode()
    sent = send(client, session, message(session, keeper, held.code))
    assert (sent.status_code, sent.json()) == (409, {"error": "这次培训已经取消，不能签到。"})
    typed = client.post(page(session), {"code": held.code, "way": "in"})
    assert (typed.status_code, "这次培训已经取消，不能签到。" in typed.content.decode()) == (422, True)
    assert (Attendance.objects.count(), session.scans.count()) == (0, 0)


def test_conflicts_are_told_with_names(client, session, keeper):
    held = SignUpFactory(session=session, waits=True)
    send(client, session, message(session, keeper, held.code, "NOBODY"))
    text = client.get(page(session, "door_conflicts")).content.decode()
    assert [word in text for word in (str(held.person), "还在候补", "NOBODY", "共 2 项")] == [True] * 4


@pytest.mark.parametrize(
    "wrong",
    [
        {"scans": None},
        {"scans": [1]},
        {"scans": [{"token": "t"}]},
        {"scans": [{"token": "t", "code": "A", "way": "in", "at": "9", "offset": 0}]},
        {"scans": [{"token": "t", "code": "A", "way": "in", "at": 1e99, "offset": 0}]},
        {"scans": [{"token": "t", "code": "A", "way": "up", "at": 9, "offset": 0}]},
        {"scans": [{"token": "t" * 41, "code": "A", "way": "in", "at": 9, "offset": 0}]},
        {"scans": [{"token": "t", "code": "\0", "way": "in", "at": 9, "offset": 0}]},
        {"scans": [{"token": "t", "code": "A", "way": "in", "at": -1, "offset": 0}]},
        {"scans": [{"token": "\ud800", "code": "A", "way": "in", "at": 9, "offset": 0}]},
        {"scans": [{"token": "t", "code": "A\udfff", "way": "in", "at": 9, "offset": 0}]},
        {"scans": [{"token": "t", "code": "A", "way": "\ud800", "at": 9, "offset": 0}]},
        {"key": "\ud800:x"},
        {"key": None},
        {"key": ""},
        {"device": ""},
        {"device": "\ud800"},
        {"now": True},
        {"now": 10**18},
    ],
    ids=str,
)
def test_what_is_no_message_of_a_device_is_told_so(wrong, client, session, keeper):
    response = send(client, session, message(session, keeper) | wrong)
    assert (response.status_code, "看不懂" in response.json()["error"]) == (400, True)


@pytest.mark.parametrize("body", ["", "[", "[]", "1", '"x"', "[" * 100_000, " " * 200_000], ids=len)
def test_body_that_is_no_json_is_told_so(body, client, session):
    response = client.post(page(session, "door_scans"), body, content_type="application/json")
    assert response.status_code == 400


def test_message_holds_two_hundred_scans(client, session, keeper):
    many = message(session, keeper, *(["NOBODY"] * (MOST_SCANS + 1)))
    assert send(client, session, many).status_code == 400
    assert len(json.dumps(many)) < 128 * 1024


@pytest.mark.parametrize("role", [None, Role.EDITOR, Role.REVIEWER, Role.AGENCY_LOGGER, Role.MEMBER])
def test_door_is_nobody_elses(role, client, session):
    if role:
        client.force_login(UserFactory(roles=[role]))
    for name in ("door", "door_conflicts"):
        assert client.get(page(session, name)).status_code == (404 if role else 302)


def test_worker_answers_for_the_doors_alone(client, session):
    worker = client.get(reverse("portal:door_worker"))
    assert worker.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert page(session).startswith(reverse("portal:door_worker").rpartition("/")[0])
