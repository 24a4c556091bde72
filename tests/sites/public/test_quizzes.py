"""Practice for everybody: marked at once with why and where it stands; nothing is left behind."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from cms.statutes.models import Provision
from tests.cms.exams.factories import QuestionFactory, QuizFactory, case_of
from tests.cms.statutes.factories import ArticleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return ArticleFactory()


@pytest.fixture
def single(article):
    cited = Provision.objects.create(law=article.version.law, ref=article.ref)
    return QuestionFactory(state="reviewed", stem="单选题干", explanation="单选解析", articles=[cited])


@pytest.fixture
def case():
    told = case_of(
        ("multiple", "小题一", ["甲", "乙", "丙"], "AC"), ("truth", "小题二", ["正确", "错误"], "B")
    )
    return QuestionFactory(**told, state="reviewed", stem="案情", explanation="案例解析")


@pytest.fixture
def quiz(single, case):
    return QuizFactory(state="published", published_at=timezone.now(), questions=[single, case])


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_only_public_quizzes_are_there(state, client, single):
    quiz = QuizFactory(state=state, questions=[single])
    assert [client.get(f"/quizzes/{quiz.pk}/{path}").status_code for path in ("", "answers/")] == [404, 404]
    assert "练习还在编写" in text(client.get("/quizzes/"))


def test_questions_are_asked_without_their_keys(client, quiz):
    page = text(client.get(f"/quizzes/{quiz.pk}/"))
    assert [words in page for words in ("单选题干", "案情", "小题二", "单选解析", "案例解析")] == [
        True
    ] * 3 + [False] * 2
    assert "2题" in text(client.get("/quizzes/"))


def test_answered_question_is_marked_with_why_and_the_article(client, quiz, single, case, article):
    page = text(client.post(f"/quizzes/{quiz.pk}/", {f"q{single.pk}-0": "A"}))
    assert "答了1题，对了0题。还有1题没有答" in page
    assert "没有答对，答案是 B。" in page
    assert "单选解析" in page
    assert f'href="{reverse("public:article", args=[article.version.law.slug, article.ref])}"' in page
    assert f'<input type="hidden" name="q{single.pk}-0" value="A">' in page
    assert "案例解析" not in page


def test_case_is_marked_once_all_its_questions_are_answered(client, quiz, case):
    first, second = f"q{case.pk}-0", f"q{case.pk}-1"
    half = text(client.post(f"/quizzes/{quiz.pk}/", {first: ["A", "C"]}))
    assert "还没有选" in half
    assert half.count(" checked>") == 2
    whole = text(client.post(f"/quizzes/{quiz.pk}/", {first: ["C", "A"], second: "B"}))
    assert ("答了1题，对了1题" in whole, "案例解析" in whole) == (True, True)


@pytest.mark.parametrize("sent", ["", "Z", "AB", "<b>", "A" * 9])
def test_answer_that_is_no_letter_is_none(sent, client, quiz, single):
    assert "还没有选" in text(client.post(f"/quizzes/{quiz.pk}/", {f"q{single.pk}-0": sent}))


def test_question_whose_law_has_changed_is_not_asked(client, quiz, single, case):
    single.reread_since = "2026-01-05"
    single.save()
    assert "单选题干" not in text(client.get(f"/quizzes/{quiz.pk}/"))
    case.state = "retired"
    case.save()
    assert client.get(f"/quizzes/{quiz.pk}/").status_code == 404


def test_keys_stand_on_a_page_of_their_own(client, quiz):
    page = text(client.get(f"/quizzes/{quiz.pk}/answers/"))
    assert [words in page for words in ("答案：B", "答案：AC", "答案：错误", "单选解析", "案例解析")] == [
        True
    ] * 5


def test_practice_leaves_nothing_behind(client, quiz, single, django_assert_max_num_queries):
    client.get(f"/quizzes/{quiz.pk}/")
    with django_assert_max_num_queries(14) as asked:
        response = client.post(f"/quizzes/{quiz.pk}/", {f"q{single.pk}-0": "B"})
    assert {query["sql"].split()[0] for query in asked.captured_queries} == {"SELECT"}
    assert (Session.objects.count(), set(response.cookies)) == (0, {"csrftoken"})
    assert "no-store" in response["Cache-Control"]
