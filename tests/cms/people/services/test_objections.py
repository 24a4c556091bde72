"""Objections while the notice runs: kept, answered before anybody is appointed, standing in the way."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed, RuleBroken
from cms.people.models import Appointment, Objection
from cms.people.queries import objection_by, on_notice
from cms.people.services import take_step
from cms.people.services.objections import answer, object_to
from tests.cms.accounts.factories import UserFactory
from tests.cms.people.factories import NominationFactory, ObjectionFactory
from tests.cms.people.services.test_nominations import coordinator_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SAID = {"name": "邻居", "phone": "19900001234", "words": "他不住这里"}


@pytest.fixture
def office():
    return UserFactory(roles=[Role.OFFICE])


def noticed(until=TODAY):
    return NominationFactory(state="notice", notice_from=until - timedelta(days=7), notice_until=until)


def test_objection_is_kept_to_the_last_day_of_the_notice():
    held, code = object_to(noticed(), **SAID)
    assert (objection_by(code.lower()), held.phone) == (held, "19900001234")
    with pytest.raises(RuleBroken, match="公示已经结束"):
        object_to(noticed(TODAY - timedelta(days=1)), **SAID)
    with pytest.raises(RuleBroken, match="公示已经结束"):
        object_to(NominationFactory(state="announcement"), **SAID)


def test_numbers_stay_out_of_words_and_answers(office):
    with pytest.raises(RuleBroken, match="请不要"):
        object_to(noticed(), **SAID | {"words": "打 19900001234"})
    with pytest.raises(RuleBroken, match="请不要"):
        answer(ObjectionFactory(), answer="打 19900001234", is_upheld=False, actor=office)


def test_nobody_is_appointed_before_each_objection_is_answered(office):
    nomination = noticed(TODAY - timedelta(days=1))
    first, second = (ObjectionFactory(nomination=nomination) for _ in range(2))
    for waiting, objection in ((2, first), (1, second)):
        with pytest.raises(RuleBroken, match=f"还有 {waiting} 份异议"):
            take_step(nomination, "appoint", actor=office)
        answer(objection, answer="经查属实居住", is_upheld=False, actor=office)
    take_step(nomination, "appoint", actor=office)
    assert Appointment.objects.get().person == nomination.person


def test_upheld_objection_leaves_only_refusal(office):
    nomination = noticed(TODAY - timedelta(days=1))
    answer(ObjectionFactory(nomination=nomination), answer="属实", is_upheld=True, actor=office)
    with pytest.raises(RuleBroken, match="有异议成立"):
        take_step(nomination, "appoint", actor=office)
    assert take_step(nomination, "refuse", actor=office, opinion="异议成立").state == "refused"


def test_answer_is_given_once_in_words_by_the_office(office):
    objection = ObjectionFactory()
    with pytest.raises(NotAllowed):
        answer(
            objection, answer="查过", is_upheld=False, actor=coordinator_of(objection.nomination.community)
        )
    with pytest.raises(RuleBroken, match="请写明"):
        answer(objection, answer=" ", is_upheld=False, actor=office)
    answer(objection, answer="查过", is_upheld=False, actor=office)
    with pytest.raises(RuleBroken, match="已经答复"):
        answer(objection, answer="再查", is_upheld=True, actor=office)
    objection.refresh_from_db()
    assert (objection.answered_by, objection.outcome) == (office, "异议不成立")


def test_database_keeps_no_half_an_answer():
    with pytest.raises(IntegrityError):
        Objection.objects.filter(pk=ObjectionFactory().pk).update(answer="查过")


def test_notice_names_the_family_name_only_and_no_minor():
    nomination = noticed()
    nomination.person.name = "欧阳知秋"
    assert nomination.public_name == "欧***"
    nomination.person.birth = f"{date.today().year - 10}-01"
    assert "欧" not in nomination.public_name


def test_only_running_notices_are_public():
    running = noticed()
    noticed(TODAY - timedelta(days=1))
    for state in ("announcement", "refused", "withdrawn", "appointed"):
        NominationFactory(state=state, notice_from=TODAY, notice_until=TODAY + timedelta(days=7))
    assert list(on_notice(TODAY)) == [running]
