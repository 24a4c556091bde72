"""Trainings in the portal: what is on, signing up the own people, and no others."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.documents import get_document_model

from cms.accounts.enums import Role
from cms.duties.models import ActivityRecord
from cms.people.enums import AppointmentState
from cms.people.models import Membership
from tests.cms.accounts.factories import UserFactory
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.duties.factories import logger_of
from tests.cms.people.factories import AppointmentFactory, NominationFactory, PersonFactory
from tests.cms.people.services.test_nominations import coordinator_of
from tests.cms.training.factories import (
    AttendanceFactory,
    CourseFactory,
    OpenSessionFactory,
    SignUpFactory,
    TrainingSessionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def own():
    return AppointmentFactory()


@pytest.fixture
def coordinator(client, own):
    user = coordinator_of(own.community)
    client.force_login(user)
    return user


def page(session, name="training", *more):
    return reverse(f"portal:{name}", args=[session.pk, *more])


def said(response) -> str:
    return response.content.decode()


def test_list_tells_what_is_to_come_and_how_many_of_the_own_people(client, coordinator, own):
    session = OpenSessionFactory(title="调解实务", capacity=3, places_taken=2)
    SignUpFactory(session=session, person=own.person)
    SignUpFactory(session=session)
    waiting = AppointmentFactory(community=own.community)
    SignUpFactory(session=session, person=waiting.person, waits=True)
    TrainingSessionFactory(title="去年的培训", starts_on="2025-01-01", ends_on="2025-01-01")
    text = said(client.get(reverse("portal:trainings")))
    assert [word in text for word in ("调解实务", "已报 1 人，候补 1 人", "余 1 个名额")] == [True] * 3
    assert "去年的培训" not in text
    assert ">1 人，候补 1 人</span>" in said(client.get(page(session)))


def test_own_people_are_signed_up_together_and_the_last_wait(client, coordinator, own):
    session = OpenSessionFactory(capacity=1)
    second = AppointmentFactory(community=own.community)
    answer = client.post(
        page(session, "training_sign_up"), {"person": [own.person_id, second.person_id]}, follow=True
    )
    assert ["已报名 1 人" in said(answer), "1 人列入候补" in said(answer)] == [True, True]
    assert "候补第 1 位" in said(answer)
    held = session.sign_ups.seated().get()
    answer = client.post(page(session, "training_withdraw"), {"sign_up": held.pk}, follow=True)
    assert f"已取消{held.person}的报名" in said(answer)
    assert session.sign_ups.seated().get().person != held.person


def test_who_is_on_the_way_goes_to_the_training_before_the_post(client, coordinator, own):
    session = OpenSessionFactory()
    awaited = NominationFactory(community=own.community, state="training").person
    ended = NominationFactory(community=own.community, state="refused").person
    elsewhere = NominationFactory(state="training").person
    text = said(client.get(page(session)))
    assert [f'value="{each.pk}"' in text for each in (awaited, ended, elsewhere)] == [True, False, False]
    assert text.count("待岗前培训</span>") == 1
    assert text.index(f'value="{awaited.pk}"') < text.index(f'value="{own.person_id}"')
    answer = client.post(
        page(session, "training_sign_up"), {"person": [awaited.pk, elsewhere.pk]}, follow=True
    )
    assert (session.sign_ups.get().person, str(awaited) in said(answer)) == (awaited, True)
    answer = client.post(
        page(session, "training_withdraw"), {"sign_up": session.sign_ups.get().pk}, follow=True
    )
    assert "已取消" in said(answer)


def test_people_of_others_are_neither_shown_nor_signed_up_nor_withdrawn(client, coordinator):
    session, other = OpenSessionFactory(), AppointmentFactory(person__name="外人甲")
    foreign = SignUpFactory(session=session, person=AppointmentFactory(person__name="外人乙").person)
    text = said(client.get(page(session)))
    assert ["外人甲" in text, "外人乙" in text, foreign.code in text] == [False] * 3
    answer = client.post(page(session, "training_sign_up"), {"person": [other.person_id]}, follow=True)
    assert "请先勾选" in said(answer)
    assert client.post(page(session, "training_withdraw"), {"sign_up": foreign.pk}).status_code == 404
    assert list(session.sign_ups.standing()) == [foreign]


@pytest.mark.parametrize("given", ["", "x", "0", "99999999999999999999", "-1"])
def test_key_that_names_nobody_signs_nobody_up(given, client, coordinator):
    session = OpenSessionFactory()
    answer = client.post(page(session, "training_sign_up"), {"person": given}, follow=True)
    assert "请先勾选" in said(answer)
    assert client.post(page(session, "training_withdraw"), {"sign_up": given}).status_code == 404


def test_who_left_is_not_offered(client, coordinator, own):
    gone = AppointmentFactory(community=own.community, state=AppointmentState.LEFT, person__name="离任的人")
    text = said(client.get(page(OpenSessionFactory())))
    assert (str(own.person) in text, gone.person.name in text) == (True, False)


def test_material_and_calendar_are_for_whoever_signs_people_up(client, coordinator):
    course = CourseFactory()
    document, other = (
        get_document_model().objects.create(title="讲义", file=ContentFile(b"words", name=f"{name}.txt"))
        for name in "ab"
    )
    course.materials.set([document])
    session = OpenSessionFactory(course=course)
    read = client.get(page(session, "training_material", document.pk))
    assert b"".join(read) == b"words"
    assert client.get(page(session, "training_material", other.pk)).status_code == 404
    assert client.get(page(TrainingSessionFactory(), "training_material", document.pk)).status_code == 404
    calendar = client.get(page(session, "training_calendar"))
    assert (calendar.headers["Content-Type"], f"training-{session.pk}@" in said(calendar)) == (
        "text/calendar; charset=utf-8", True,
    )  # fmt: skip


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER, Role.MEMBER])
def test_no_page_is_there_for_others(role, client):
    session = OpenSessionFactory()
    client.force_login(UserFactory(roles=[role]))
    names = ("training", "training_sign_up", "training_withdraw", "training_calendar")
    for name in names:
        ask = client.post if name in names[1:3] else client.get
        assert ask(page(session, name)).status_code == 404
    assert client.get(reverse("portal:trainings")).status_code == 404


@pytest.mark.parametrize("name", ["trainings", "training"])
def test_page_costs_the_same_whatever_its_length(name, client, coordinator, own):
    session = OpenSessionFactory()
    url = reverse("portal:trainings") if name == "trainings" else page(session)

    def more():
        OpenSessionFactory()
        for _ in range(2):
            person = AppointmentFactory(community=own.community).person
            SignUpFactory(session=session, person=person, waits=True)
            AppointmentFactory(community=own.community)

    def cost() -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    more()
    one = cost()
    more()
    assert cost() == one


def test_host_finds_the_door_of_its_own_trainings_alone(client):
    host, today = AgencyFactory(), timezone.localdate()
    own = OpenSessionFactory(title="本单位的", host=host, starts_on=today, ends_on=today, places_taken=1)
    OpenSessionFactory(title="别单位的", host=AgencyFactory(), starts_on=today, ends_on=today, places_taken=1)
    OpenSessionFactory(title="还早的", host=host, starts_on=today + timedelta(days=8), places_taken=1)
    client.force_login(logger_of(host))
    text = said(client.get(reverse("portal:trainings")))
    assert [word in text for word in ("本单位的", "别单位的", "还早的")] == [True, False, False]
    assert client.get(page(own, "door")).status_code == 200
    assert client.get(page(own)).status_code == 404


def test_host_makes_one_activity_of_a_training_that_people_came_to(client):
    host, today = AgencyFactory(), timezone.localdate()
    session = OpenSessionFactory(title="本单位的", host=host, starts_on=today, ends_on=today, place="三楼")
    client.force_login(logger_of(AgencyFactory()))
    assert client.post(page(session, "training_activity")).status_code == 404
    client.force_login(logger_of(host))
    assert "有人签到" in said(client.post(page(session, "training_activity"), follow=True))
    AttendanceFactory(session=session)
    first, again = (client.post(page(session, "training_activity")) for _ in range(2))
    activity = ActivityRecord.objects.get()
    assert first.url == again.url == reverse("portal:edit", args=[activity.pk, "content"])
    assert (activity.name, activity.host, activity.onsite, activity.address) == ("本单位的", host, 1, "三楼")


def test_person_of_the_roster_signs_up_themselves_and_sees_nobody_else(client):
    user, own = UserFactory(roles=[Role.MEMBER]), AppointmentFactory().person
    Membership.objects.create(user=user, person=own)
    other = SignUpFactory(session=OpenSessionFactory(capacity=9), person=PersonFactory(name="外人"))
    session = other.session
    client.force_login(user)
    assert "您还没有报名" in said(client.get(reverse("portal:trainings")))
    wrong = client.post(page(session, "training_sign_up"), {"person": PersonFactory().pk}, follow=True)
    assert "请先勾选" in said(wrong)
    text = said(client.post(page(session, "training_sign_up"), {"person": own.pk}, follow=True))
    held = session.sign_ups.get(person=own)
    assert [word in text for word in ("已报名 1 人", held.code, 'class="scannable"')] == [True] * 3
    assert [word in text for word in ("外人", other.code)] == [False] * 2
    assert client.post(page(session, "training_withdraw"), {"sign_up": other.pk}).status_code == 404
    client.post(page(session, "training_withdraw"), {"sign_up": held.pk})
    assert list(session.sign_ups.standing()) == [other]
    assert client.get(page(session, "door")).status_code == 404
