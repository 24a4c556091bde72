"""An exam is begun, answered as one goes, and ended by the clock of the server."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed, RuleBroken
from cms.exams.models import Question, Sitting
from cms.exams.queries.answering import field_name
from cms.exams.queries.sittings import asked_in, attempts_left
from cms.exams.services import questions
from cms.exams.services.sittings import (
    GRACE,
    begin_sitting,
    feed_nomination,
    finish_overdue,
    finish_sitting,
    keep_answers,
)
from tests.cms.accounts.factories import UserFactory
from tests.cms.exams.factories import (
    AdmissionFactory,
    ExamRuleFactory,
    QuestionFactory,
    SittingFactory,
    case_of,
)
from tests.cms.people.factories import NominationFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()
SECOND = timedelta(seconds=1)


@pytest.fixture
def admission():
    """Two single questions of 30 points, a case of 40."""
    admission = AdmissionFactory()
    ExamRuleFactory(exam=admission.exam, count=2, points=30)
    ExamRuleFactory(exam=admission.exam, kind="case", count=1, points=40)
    for _ in range(2):
        QuestionFactory(state="reviewed")
    told = case_of(("multiple", "一", ["甲", "乙", "丙"], "AB"), ("truth", "二", ["正确", "错误"], "B"))
    QuestionFactory(**told, stem="案情", state="reviewed")
    return admission


@pytest.fixture
def sitting(admission):
    return begin_sitting(admission, now=NOW)


def names(sitting):
    items = sitting.items.select_related("question")
    return [field_name(each.question, place) for each in items for place in range(len(each.question.parts))]


def answer(sitting, *letters, now=NOW):
    return keep_answers(sitting, dict(zip(names(sitting), letters, strict=False)), now=now)


def chosen(sitting):
    return [part.chosen for each in asked_in(sitting) for part in each.parts]


def test_who_has_begun_goes_on_with_the_same_questions(admission, sitting):
    answer(sitting, "B")
    again = begin_sitting(admission, now=NOW + 5 * SECOND)
    assert (again.pk, again.ends_at, Sitting.objects.count()) == (sitting.pk, NOW + timedelta(hours=1), 1)
    assert chosen(again) == ["B", "", "", ""]


@pytest.mark.parametrize("flagged", [1, 3])
def test_paper_that_would_be_short_is_not_begun_and_costs_no_attempt(flagged, admission):
    some = Question.objects.order_by("pk")[:flagged]
    Question.objects.filter(pk__in=some.values("pk")).update(reread_since=NOW.date())
    with pytest.raises(RuleBroken, match="题库里可用的试题暂时不够"):
        begin_sitting(admission, now=NOW)
    assert (Sitting.objects.count(), attempts_left(admission)) == (0, 2)
    Question.objects.update(reread_since=None)
    assert begin_sitting(admission, now=NOW).items.count() == 3


def test_sitting_goes_on_whatever_becomes_of_the_bank(admission, sitting):
    Question.objects.update(reread_since=NOW.date())
    assert begin_sitting(admission, now=NOW) == sitting


def test_answers_are_kept_as_one_goes_and_what_is_not_named_stays(sitting):
    first, second, *case = names(sitting)
    assert keep_answers(sitting, {first: "A", case[1]: "B"}, now=NOW)
    assert keep_answers(sitting, {first: "B", "q0-0": "C", second: ""}, now=NOW)
    assert chosen(sitting) == ["B", "", "", "B"]


@pytest.mark.parametrize(
    ("letters", "score"),
    [
        (["B", "B", "AB", "B"], "100.0"),
        (["B", "A", "AB", "A"], "50.0"),
        (["B", "B", "A", "B"], "80.0"),
        ([], "0.0"),
    ],
)
def test_score_is_the_share_of_the_points(letters, score, sitting):
    answer(sitting, *letters)
    done = finish_sitting(sitting, now=NOW)
    assert (done.score, done.has_passed) == (Decimal(score), Decimal(score) >= 60)


def test_clock_of_the_server_ends_it_with_what_was_kept(sitting):
    answer(sitting, "B", "B")
    end = sitting.ends_at
    assert answer(sitting, "B", "B", "AB", now=end + GRACE)
    assert not answer(sitting, "A", "A", "A", "A", now=end + GRACE + SECOND)
    sitting.refresh_from_db()
    assert (sitting.score, sitting.finished_at) == (Decimal("80.0"), end)
    assert not answer(sitting, "A", now=NOW)
    assert chosen(sitting)[0] == "B"


def test_who_never_came_back_is_handed_in(sitting):
    answer(sitting, "B", "B")
    end = sitting.ends_at
    assert [finish_overdue(now) for now in (end + GRACE, end + GRACE + SECOND, end + 2 * GRACE)] == [0, 1, 0]
    sitting.refresh_from_db()
    assert sitting.score == 60


def test_it_is_taken_again_by_the_rule_and_not_once_it_is_passed(admission, sitting):
    assert attempts_left(admission) == 1
    finish_sitting(sitting, now=NOW)
    second = begin_sitting(admission, now=NOW)
    assert (second.number, attempts_left(admission)) == (2, 0)
    finish_sitting(second, now=NOW)
    with pytest.raises(RuleBroken, match="次数"):
        begin_sitting(admission, now=NOW)
    passed = SittingFactory(score=60, finished_at=NOW).admission
    with pytest.raises(RuleBroken):
        begin_sitting(passed, now=NOW)


def test_result_reads_the_same_after_the_question_was_revised(sitting):
    answer(sitting, "B", "B", "AB", "B")
    finish_sitting(sitting, now=NOW)
    office, second = (UserFactory(roles=[role]) for role in (Role.OFFICE, Role.REVIEWER))
    question = sitting.items.first().question
    newer = questions.revise_question(question, actor=office)
    newer.stem, newer.answer = "换了", "A"
    newer.save()
    questions.approve_question(questions.submit_question(newer, actor=office), actor=second)
    read = asked_in(Sitting.objects.get())[0]
    assert (read.question.stem, read.is_right) == (question.stem, True)


@pytest.mark.parametrize(
    ("score", "verb", "state"), [(60, "exam", "opinion"), (Decimal("59.9"), "fail", "exam")]
)
def test_result_becomes_the_exam_of_the_nomination(score, verb, state):
    nomination = NominationFactory(state="exam")
    office = UserFactory(roles=[Role.OFFICE])
    admission = AdmissionFactory(person=nomination.person, nomination=nomination)
    sitting = SittingFactory(admission=admission, score=score, finished_at=NOW)
    feed_nomination(sitting, actor=office)
    nomination.refresh_from_db()
    step = nomination.steps.get()
    assert (nomination.state, step.verb, step.score, step.actor) == (state, verb, score, office)
    with pytest.raises(RuleBroken):
        feed_nomination(sitting, actor=office)


def test_result_is_fed_by_the_office_alone_and_only_for_a_nomination():
    sitting = SittingFactory(score=70, finished_at=NOW)
    with pytest.raises(RuleBroken):
        feed_nomination(sitting, actor=UserFactory(roles=[Role.OFFICE]))
    with pytest.raises(NotAllowed):
        feed_nomination(sitting, actor=UserFactory(roles=[Role.COMMUNITY_COORDINATOR]))
