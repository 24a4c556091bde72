"""An exam is prepared by rules, opened where the bank has enough, and people are admitted to it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed, RuleBroken
from cms.core.writing import removing, write
from cms.exams.models import Exam, ExamRule
from cms.exams.queries.drawing import draw, shortages
from cms.exams.queries.sittings import admission_by, admissions_of, nominations_to_examine
from cms.exams.services import exams
from cms.exams.services.sittings import begin_sitting
from cms.people.models import Membership, RosterSetting
from tests.cms.accounts.factories import UserFactory
from tests.cms.exams.factories import (
    AdmissionFactory,
    ExamFactory,
    ExamRuleFactory,
    QuestionFactory,
    SittingFactory,
)
from tests.cms.people.factories import NominationFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return UserFactory(roles=[Role.OFFICE])


def test_paper_is_drawn_by_its_rules_each_question_once():
    exam = ExamFactory()
    any_subject = ExamRuleFactory(exam=exam, count=2)
    narrow = ExamRuleFactory(exam=exam, subject="宪法", difficulty="hard", count=1)
    only = QuestionFactory(state="reviewed", subject="宪法", difficulty="hard")
    others = {QuestionFactory(state="reviewed").pk for _ in range(2)}
    QuestionFactory(state="reviewed", kind="truth", options=["正确", "错误"], answer="A")
    QuestionFactory(state="draft")
    for _ in range(5):
        drawn = draw(exam)
        assert {pk for pk, rule in drawn if rule == any_subject} == others
        assert [pk for pk, rule in drawn if rule == narrow] == [only.pk]
    assert shortages(exam) == []


def test_rules_that_overlap_are_filled_whenever_the_bank_can_fill_them():
    """Only one way of giving the three questions out serves all rules: one move may ask for the next."""
    exam = ExamFactory()
    rules = [
        ExamRuleFactory(exam=exam, count=1, **wanted)
        for wanted in ({"subject": "宪法"}, {"difficulty": "easy"}, {"subject": "民法典"})
    ]
    hard, easy, civil = (
        QuestionFactory(state="reviewed", subject=subject, difficulty=difficulty).pk
        for subject, difficulty in (("宪法", "hard"), ("宪法", "easy"), ("民法典", "easy"))
    )
    assert shortages(exam) == []
    for _ in range(50):
        assert draw(exam) == list(zip((hard, easy, civil), rules, strict=True))


def test_two_rules_share_the_two_questions_that_both_could_use():
    exam = ExamFactory()
    rules = [
        ExamRuleFactory(exam=exam, count=1, **wanted)
        for wanted in ({"subject": "宪法"}, {"difficulty": "easy"})
    ]
    easy = QuestionFactory(state="reviewed", subject="宪法", difficulty="easy")
    assert shortages(exam) == [(rules[1], 1)]
    hard = QuestionFactory(state="reviewed", subject="宪法", difficulty="hard")
    assert shortages(exam) == []
    for _ in range(50):
        assert draw(exam) == [(hard.pk, rules[0]), (easy.pk, rules[1])]


def test_exam_for_which_the_bank_has_too_few_is_not_opened(office):
    exam = ExamFactory(state="draft")
    with pytest.raises(RuleBroken, match="组卷规则"):
        exams.open_exam(exam, actor=office)
    ExamRuleFactory(exam=exam, count=3)
    QuestionFactory(state="reviewed")
    with pytest.raises(RuleBroken, match="还差2题"):
        exams.open_exam(exam, actor=office)
    for _ in range(2):
        QuestionFactory(state="reviewed")
    opened = exams.open_exam(exam, actor=office)
    assert opened.state == "open"
    with pytest.raises(RuleBroken):
        write(ExamRule(exam=opened, kind="single", count=1, points=1), exams.ADD_RULE, {}, actor=office)
    rule = opened.rules.get()
    assert [each.is_open(office, rule) for each in (exams.CHANGE_RULE, exams.DELETE_RULE)] == [False] * 2


def test_number_of_admission_is_told_once_and_opens_the_door_however_typed(office):
    admission, code = exams.admit(ExamFactory(), PersonFactory(), actor=office)
    assert admission_by(f" {code[:4].lower()}-{code[4:]} ") == admission
    assert [admission_by(wrong) for wrong in ("", "2345", code[:-1])] == [None] * 3
    [(_same, newer)] = exams.renew_code(admission, actor=office)
    assert (admission_by(code), admission_by(newer)) == (None, admission)


def test_nobody_comes_in_before_the_exam_is_opened(office):
    _admission, code = exams.admit(ExamFactory(state="draft"), PersonFactory(), actor=office)
    assert admission_by(code) is None


def test_nominees_whose_exam_is_due_are_admitted_together(office):
    exam, due = ExamFactory(), NominationFactory(state="exam")
    [(admission, _code)] = exams.admit_nominees(exam, nominations=[due], actor=office)
    assert (admission.person, admission.nomination) == (due.person, due)
    with pytest.raises(RuleBroken):
        exams.admit_nominees(exam, nominations=[due], actor=office)


def test_somebody_of_the_roster_is_admitted_by_name_and_namesakes_by_their_phone(office):
    exam = ExamFactory()
    wanted = PersonFactory(name="王小明", phone="19900000017")
    [(admission, _code)] = exams.admit_named(exam, name="王小明", actor=office)
    assert admission.person == wanted
    other = PersonFactory(name="王小明", phone="19900000099")
    with pytest.raises(RuleBroken, match="同名"):
        exams.admit_named(exam, name="王小明", actor=office)
    [(second, _code)] = exams.admit_named(exam, name="王小明", tail="００99", actor=office)
    assert second.person == other
    with pytest.raises(RuleBroken, match="没有这个人"):
        exams.admit_named(exam, name="李四", actor=office)


@pytest.fixture
def line_of_roster():
    setting = RosterSetting.load()
    setting.pass_score = Decimal("75.0")
    setting.save()


@pytest.mark.parametrize("share", [74, 75, 76])
def test_exam_with_nominees_is_passed_by_the_line_of_the_roster(share, line_of_roster, office):
    QuestionFactory(state="reviewed")
    prepared, foreign = (
        ExamRuleFactory(exam__state="draft", exam__pass_share=share, count=1).exam for _ in range(2)
    )
    exams.admit_nominees(prepared, nominations=[NominationFactory(state="exam")], actor=office)
    exams.admit(foreign, PersonFactory(), actor=office)
    opened = exams.open_exam(foreign, actor=office)
    steps = [
        lambda: exams.open_exam(prepared, actor=office),
        lambda: exams.admit_nominees(opened, nominations=[NominationFactory(state="exam")], actor=office),
    ]
    for step in steps:
        if share == 75:
            step()
        else:
            with pytest.raises(RuleBroken, match=f"合格线是{share}分.*合格分数是75分"):
                step()
    assert (Exam.objects.get(pk=prepared.pk).state, opened.admissions.count()) == (
        ("open", 2) if share == 75 else ("draft", 1)
    )


def test_account_sees_the_exams_of_its_person_alone():
    own, _foreign = AdmissionFactory(), AdmissionFactory()
    user = UserFactory(roles=[Role.MEMBER])
    assert list(admissions_of(user)) == []
    Membership.objects.create(user=user, person=own.person)
    assert list(admissions_of(user)) == [own]


def test_admission_that_was_taken_back_opens_nothing_and_can_be_given_again(office):
    exam, due = ExamFactory(), NominationFactory(state="exam")
    [(admission, code)] = exams.admit_nominees(exam, nominations=[due], actor=office)
    removing(admission, exams.TAKE_BACK, actor=office)
    assert admission_by(code) is None
    assert list(nominations_to_examine(exam)) == [due]
    with pytest.raises(RuleBroken):
        begin_sitting(admission)


def test_admission_is_not_taken_back_once_somebody_has_sat(office):
    admission = SittingFactory().admission
    with pytest.raises(RuleBroken, match="已经考过的，成绩要留存，不能撤回。"):
        removing(admission, exams.TAKE_BACK, actor=office)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER, Role.COMMUNITY_COORDINATOR, Role.MEMBER])
def test_only_the_office_holds_exams(role):
    with pytest.raises(NotAllowed):
        exams.admit(ExamFactory(), PersonFactory(), actor=UserFactory(roles=[role]))


@pytest.mark.parametrize(
    ("state", "shift", "may"),
    [("open", 0, True), ("open", -2, False), ("open", 25, False), ("draft", 0, False), ("closed", 0, False)],
)
def test_exam_is_begun_within_its_times(state, shift, may):
    assert ExamFactory(state=state).takes_beginners(timezone.now() + timedelta(hours=shift)) is may
