"""An exam online: come in, begin, answer, be cut off, come back, hand in, read why."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from cms.accounts.enums import Role
from cms.core.writing import removing
from cms.exams.models import Admission, Sitting
from cms.exams.services import exams
from cms.people.models import Membership
from tests.cms.accounts.factories import UserFactory
from tests.cms.exams.factories import AdmissionFactory, ExamFactory, ExamRuleFactory, QuestionFactory
from tests.cms.people.factories import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_asked_before():
    cache.clear()


@pytest.fixture
def code():
    exam = ExamFactory(title="岗前考试")
    ExamRuleFactory(exam=exam)
    for _ in range(2):
        QuestionFactory(state="reviewed", explanation="因为法律这样规定")
    office = UserFactory(roles=[Role.OFFICE])
    return exams.admit(exam, PersonFactory(name="王小明"), actor=office)[1]


@pytest.fixture
def begun(client, code):
    client.post("/exams/", {"code": code})
    client.post("/exams/room/")
    return Sitting.objects.get()


def names(sitting):
    return [f"q{item.question_id}-0" for item in sitting.items.all()]


def text(response, status=200) -> str:
    assert response.status_code == status
    return response.content.decode()


def test_number_leads_into_the_room_and_the_exam_begins_by_a_button(client, code):
    assert client.post("/exams/", {"code": code}).url == "/exams/room/"
    page = text(client.get("/exams/room/"))
    assert [words in page for words in ("王小明", "岗前考试", "60分钟", "2次")] == [True] * 4
    assert not Sitting.objects.exists()
    assert client.post("/exams/room/").url == "/exams/room/paper/"
    paper = text(client.get("/exams/room/paper/"))
    assert ("第2题" in paper, "因为法律这样规定" in paper) == (True, False)


@pytest.mark.parametrize("path", ["room/", "room/paper/", "room/result/"])
def test_without_a_number_nobody_comes_in(path, client, begun):
    assert Client().get(f"/exams/{path}").url == "/exams/"


def test_renewed_number_puts_out_whoever_came_in_by_the_old_one(client, code, begun):
    [(_same, newer)] = exams.renew_code(begun.admission, actor=UserFactory(roles=[Role.OFFICE]))
    assert [client.get(f"/exams/{path}").url for path in ("room/", "room/paper/")] == ["/exams/"] * 2
    assert text(client.post("/exams/", {"code": code}), 422)
    assert "接着答题" in text(client.post("/exams/", {"code": newer}, follow=True))


def test_wrong_numbers_are_told_and_many_of_them_wait(client, monkeypatch):
    monkeypatch.setattr("sites.public.views.exams.TRIES_PER_MINUTE", 5)
    answers = [client.post("/exams/", {"code": f"WRNG{n:04d}"}).status_code for n in range(6)]
    assert answers == [422] * 5 + [429]


def test_broken_off_and_come_back_on_another_device(client, code, begun):
    first, _second = names(begun)
    client.post("/exams/room/paper/", {first: "B"}, headers={"X-Requested-With": "keep"})
    other = Client()
    assert "接着答题" in text(other.post("/exams/", {"code": code}, follow=True))
    page = text(other.get("/exams/room/paper/"))
    assert f'name="{first}" value="B" checked' in page
    assert page.count(" checked") == 1


def test_handing_in_with_open_questions_is_asked_back_once(client, begun):
    first, _second = names(begun)
    page = text(client.post("/exams/room/paper/", {first: "B", "hand_in": "1"}), 422)
    assert "还有1题没有答完：第2题" in page
    assert client.post("/exams/room/paper/", {first: "B", "sure": "1"}).url == "/exams/room/result/"
    page = text(client.get("/exams/room/result/"))
    assert [
        words in page for words in ("50分，没有合格", "因为法律这样规定", "没有作答，答案是 B", "还可以考1次")
    ] == [True] * 4


def test_all_answered_is_handed_in_at_once(client, begun):
    client.post("/exams/room/paper/", {**dict.fromkeys(names(begun), "B"), "hand_in": "1"})
    assert "100分，合格" in text(client.get("/exams/room/result/"))
    assert "已经合格" in text(client.get("/exams/room/"))
    assert client.get("/exams/room/paper/").url == "/exams/room/result/"
    assert text(client.post("/exams/room/"), 422)


def test_after_the_time_nothing_more_is_kept(client, begun):
    first, second = names(begun)
    client.post("/exams/room/paper/", {first: "B"})
    Sitting.objects.update(ends_at=timezone.now() - timedelta(minutes=1))
    late = client.post("/exams/room/paper/", {second: "B"}, headers={"X-Requested-With": "keep"})
    assert late.status_code == 409
    assert "50分" in text(client.get("/exams/room/result/"))


def test_autosave_tells_the_seconds_left_by_the_server(client, begun):
    told = client.post("/exams/room/paper/", {}, headers={"X-Requested-With": "keep"}).json()
    assert 3590 < told["left"] <= 3600


def test_emptied_boxes_are_empty(client):
    admission = AdmissionFactory()
    ExamRuleFactory(exam=admission.exam, kind="multiple", count=1)
    QuestionFactory(state="reviewed", kind="multiple", options=["甲", "乙"], answer="AB")
    [(_same, code)] = exams.renew_code(admission, actor=UserFactory(roles=[Role.OFFICE]))
    client.post("/exams/", {"code": code})
    client.post("/exams/room/")
    [name] = names(Sitting.objects.get())
    client.post("/exams/room/paper/", {name: ["A", "B"]})
    client.post("/exams/room/paper/", {})
    assert Sitting.objects.get().items.get().chosen == [""]


def test_account_comes_in_to_its_own_exams_alone(client):
    own, foreign = AdmissionFactory(), AdmissionFactory()
    user = UserFactory(roles=[Role.MEMBER])
    Membership.objects.create(user=user, person=own.person)
    client.force_login(user)
    page = text(client.get("/exams/"))
    assert [each.exam.title in page for each in (own, foreign)] == [True, False]
    assert client.post("/exams/", {"admission": foreign.pk}).status_code == 422
    assert client.post("/exams/", {"admission": own.pk}).url == "/exams/room/"


def test_leaving_the_room_shuts_the_door(client, begun):
    client.post("/exams/room/", {"leave": "1"})
    assert client.get("/exams/room/paper/").url == "/exams/"
    assert Sitting.objects.running().exists()


def test_room_is_nobodys_once_the_admission_was_taken_back(client, code):
    client.post("/exams/", {"code": code})
    removing(Admission.objects.get(), exams.TAKE_BACK, actor=UserFactory(roles=[Role.OFFICE]))
    assert client.post("/exams/room/").url == "/exams/"
    assert not Sitting.objects.exists()


def test_pages_of_an_exam_are_kept_by_nobody(client, begun):
    for path in ("", "room/", "room/paper/"):
        assert "no-store" in client.get(f"/exams/{path}")["Cache-Control"]


def test_paper_costs_the_same_however_many_questions(client, begun, django_assert_max_num_queries):
    client.get("/exams/room/paper/")
    with django_assert_max_num_queries(14):
        client.get("/exams/room/paper/")
