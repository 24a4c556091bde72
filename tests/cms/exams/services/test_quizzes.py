"""Practice is put together from the bank, made public by somebody else, and follows its questions."""

import pytest

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed, RuleBroken
from cms.exams.queries.quizzes import questions_to_practise
from cms.exams.services import questions, quizzes
from tests.cms.accounts.factories import UserFactory
from tests.cms.exams.factories import QuestionFactory, QuizFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return UserFactory(roles=[Role.OFFICE])


@pytest.fixture
def second():
    return UserFactory(roles=[Role.REVIEWER])


def test_questions_are_taken_in_and_made_public_by_somebody_else(office, second):
    quiz, question = QuizFactory(), QuestionFactory(state="reviewed")
    quizzes.take_in(question, quiz=quiz, actor=office)
    with pytest.raises(NotAllowed):
        quizzes.publish_quiz(quiz, actor=office)
    assert quizzes.publish_quiz(quiz, actor=second).state == "published"
    assert questions_to_practise(quiz) == [question]
    with pytest.raises(RuleBroken):
        quizzes.take_in(QuestionFactory(state="reviewed"), quiz=quiz, actor=office)


@pytest.mark.parametrize(
    "standing",
    [
        {"state": "draft"},
        {"state": "submitted"},
        {"state": "retired"},
        {"state": "reviewed", "reread_since": "2026-01-05"},
    ],
)
def test_question_that_may_not_be_drawn_is_not_taken_in(standing, office):
    with pytest.raises(RuleBroken):
        quizzes.take_in(QuestionFactory(**standing), quiz=QuizFactory(), actor=office)


def test_quiz_without_usable_questions_is_not_made_public(second):
    with pytest.raises(RuleBroken):
        quizzes.publish_quiz(QuizFactory(questions=[QuestionFactory()]), actor=second)


def test_quiz_asks_the_new_version_once_it_is_reviewed(office, second):
    old = QuestionFactory(state="reviewed")
    quiz = QuizFactory(state="published", questions=[old])
    new = questions.submit_question(questions.revise_question(old, actor=office), actor=office)
    assert questions_to_practise(quiz) == [old]
    questions.approve_question(new, actor=second)
    assert list(quiz.questions.all()) == [new]


def take_in(quiz, office, second):
    quizzes.take_in(QuestionFactory(state="reviewed"), quiz=quiz, actor=office)


def take_out(quiz, office, second):
    quizzes.take_out(quiz, questions=[quiz.questions.get()], actor=office)


def follow(quiz, office, second):
    new = questions.revise_question(quiz.questions.get(), actor=office)
    questions.approve_question(questions.submit_question(new, actor=office), actor=second)


@pytest.mark.parametrize(("change", "count"), [(take_in, 3), (take_out, 1), (follow, 2)])
def test_what_a_colleague_put_in_a_moment_before_stays(change, count, office, second, monkeypatch):
    quiz, late = QuizFactory(questions=[QuestionFactory(state="reviewed")]), QuestionFactory(state="reviewed")
    lock = quizzes.locked

    def waiting_for_a_colleague(record):
        if record == quiz:
            quiz.questions.add(late)
        return lock(record)

    monkeypatch.setattr(quizzes, "locked", waiting_for_a_colleague)
    change(quiz, office, second)
    assert (late in quiz.questions.all(), quiz.questions.count()) == (True, count)


def test_public_quiz_is_withdrawn_for_a_reason_and_changed_only_then(office, second):
    quiz = QuizFactory(state="published", questions=[QuestionFactory(state="reviewed")])
    assert not quizzes.CHANGE.is_open(office, quiz)
    with pytest.raises(RuleBroken):
        quizzes.withdraw_quiz(quiz, reason="", actor=second)
    assert quizzes.CHANGE.is_open(office, quizzes.withdraw_quiz(quiz, reason="换题", actor=second))
