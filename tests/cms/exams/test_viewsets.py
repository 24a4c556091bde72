"""The bank in the admin: written as text, moved on by buttons."""

from urllib.parse import quote

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.accounts.enums import Role
from cms.core.values import version_of
from cms.exams.models import Admission, Question
from cms.exams.queries.sittings import admission_by
from tests.cms.accounts.factories import UserFactory
from tests.cms.exams.factories import (
    AdmissionFactory,
    ExamFactory,
    ExamRuleFactory,
    QuestionFactory,
    QuizFactory,
    SittingFactory,
)
from tests.cms.people.factories import NominationFactory
from tests.cms.statutes.factories import ArticleFactory, LawFactory, LawVersionFactory
from tests.cms.steps import take

pytestmark = pytest.mark.django_db
TYPED = {
    "kind": "multiple", "stem": "哪些可以？", "options": "A.甲\nB.乙\nC.丙", "answer": "A、C", "cases": "",
    "explanation": "", "subject": "民法典", "difficulty": "easy", "articles": "《民法典》第1254条",
}  # fmt: skip


@pytest.fixture
def editor(client):
    user = UserFactory(roles=[Role.EDITOR])
    client.force_login(user)
    return user


@pytest.fixture
def civil_code():
    version = LawVersionFactory(law=LawFactory(title="中华人民共和国民法典", short_title="民法典"))
    return ArticleFactory(version=version, number=1254)


def test_question_is_typed_as_text(client, editor, civil_code):
    client.post(reverse("exam_questions:add"), TYPED)
    question = Question.objects.get()
    assert (question.options, question.answer) == (["甲", "乙", "丙"], "AC")
    assert list(question.versions.all()) == [civil_code.version]
    page = client.get(reverse("exam_questions:edit", args=[question.pk]))
    shown = [page.context["form"][name].value() for name in ("options", "answer", "articles")]
    assert shown == ["A.甲\nB.乙\nC.丙", "AC", "《民法典》第一千二百五十四条"]


def test_case_is_typed_as_one_text(client, editor):
    cases = "（判断题）可以起诉。\n答案：对\n\n哪天？\nA.今天\nB.明天\n答案：B"
    client.post(reverse("exam_questions:add"), TYPED | {"kind": "case", "cases": cases, "articles": ""})
    assert [(part.kind, part.answer) for part in Question.objects.get().parts] == [
        ("truth", "A"),
        ("single", "B"),
    ]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"answer": "略"}, "answer"),
        ({"answer": "Z"}, "answer"),
        ({"options": "甲"}, "options"),
        ({"articles": "《民法典》第9999条"}, "articles"),
        ({"kind": "case", "cases": ""}, "cases"),
        ({"kind": "case", "cases": "问？\n答案：A"}, "cases"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field(typed, field, client, editor, civil_code):
    page = client.post(reverse("exam_questions:add"), TYPED | typed)
    assert (field in page.context["form"].errors, Question.objects.count()) == (True, 0)


def test_flagged_questions_are_listed_by_themselves(client, editor):
    flagged, _other = QuestionFactory(reread_since="2026-01-05"), QuestionFactory()
    page = client.get(reverse("exam_questions:index"), {"reread": "waiting"})
    assert list(page.context["object_list"]) == [flagged]


def test_steps_lead_from_draft_to_use(client, editor):
    question = QuestionFactory()
    take(client, "exam_questions", "submit", question)
    client.force_login(UserFactory(roles=[Role.REVIEWER]))
    question.refresh_from_db()
    take(client, "exam_questions", "approve", question)
    question.refresh_from_db()
    assert question.state == "reviewed"
    page = client.get(reverse("exam_questions:inspect", args=[question.pk])).content.decode()
    assert "依法承担侵权责任" in page


def test_questions_go_into_a_quiz_by_the_list_and_out_by_its_page(client, editor):
    asked, quiz = [QuestionFactory(state="reviewed") for _ in range(2)], QuizFactory()
    take(client, "exam_questions", "take_in", *asked, quiz=quiz.pk)
    assert list(quiz.questions.order_by("pk")) == asked
    take(client, "exam_quizzes", "take_out", quiz, questions=[asked[1].pk])
    assert list(quiz.questions.all()) == asked[:1]


def test_number_of_admission_is_shown_once_and_the_result_is_fed_by_a_button(client):
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    nomination, exam = NominationFactory(state="exam"), ExamFactory()
    shown = take(client, "exam_exams", "admit_nominees", exam, nominations=[nomination.pk])
    [(admission, code)] = shown.context["result"]
    assert code in shown.content.decode()
    assert admission_by(code) == admission
    assert code not in client.get(reverse("exam_admissions:inspect", args=[admission.pk])).content.decode()
    sitting = SittingFactory(admission=admission, score=88, finished_at=timezone.now())
    take(client, "exam_sittings", "feed", sitting)
    nomination.refresh_from_db()
    assert (nomination.state, nomination.steps.get().score) == ("opinion", 88)


def test_paper_is_drawn_by_a_button_and_offered_with_its_key(client):
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    exam = ExamRuleFactory(count=1).exam
    QuestionFactory(state="reviewed")
    page = take(client, "exam_exams", "draw_paper", exam).content.decode()
    paper = exam.papers.get()
    links = [reverse(f"exam_exams:{name}", args=[paper.pk, "B", "pdf"]) for name in ("paper", "key")]
    assert [link in page for link in links] == [True, True]


def test_admission_is_taken_back_by_its_page_until_somebody_has_sat(client):
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    untouched, sat = AdmissionFactory(), SittingFactory().admission
    urls = {each: reverse("exam_admissions:delete", args=[each.pk]) for each in (untouched, sat)}
    pages = {
        each: client.get(reverse("exam_admissions:inspect", args=[each.pk])).content.decode() for each in urls
    }
    assert [urls[each] in page for each, page in pages.items()] == [True, False]
    client.post(urls[untouched], {"seen": version_of(untouched)})
    told = client.post(urls[sat], {"seen": version_of(sat)}, follow=True).content.decode()
    assert "已经考过的，成绩要留存，不能撤回。" in told
    assert list(Admission.objects.all()) == [sat]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(("table", "name"), [("exam_questions", "试题"), ("exam_sittings", "考试成绩")])
def test_download_is_called_in_chinese(client, table, name, kind):
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    told = client.get(reverse(f"{table}:index"), {"export": kind})["Content-Disposition"]
    assert told == f"attachment; filename*=utf-8''{quote(name)}.{kind}"
