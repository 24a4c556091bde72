"""Objections: while the notice runs, from anybody; answered once, by who does not belong to the applicant."""

from datetime import timedelta

import pytest

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed, RuleBroken
from cms.honours.models import Application, Objection
from cms.honours.queries import objection_by, on_notice, open_objections
from cms.honours.services.objections import answer, object_to
from tests.cms.accounts.factories import UserFactory
from tests.cms.honours.factories import TODAY, ApplicationFactory, ObjectionFactory
from tests.cms.people.services.test_nominations import coordinator_of

pytestmark = pytest.mark.django_db
SAID = {"name": "郑怀安", "phone": "19900003333", "words": "公约没有经过居民会议"}


@pytest.mark.parametrize(("days", "open_"), [(-1, False), (0, True), (1, True)])
def test_objection_is_taken_to_the_end_of_the_last_day(days, open_):
    application = ApplicationFactory(
        state="notice", notice_from=TODAY - timedelta(days=7), notice_until=TODAY + timedelta(days=days)
    )
    assert on_notice(TODAY).exists() is open_
    if not open_:
        with pytest.raises(RuleBroken, match="公示已经结束"):
            object_to(application, **SAID)
        return
    held, code = object_to(application, **SAID)
    assert objection_by(code) == held
    assert objection_by("") is objection_by("ABCDEFGH") is None
    assert list(open_objections()) == [held]


def test_nobody_objects_to_what_is_not_on_notice():
    with pytest.raises(RuleBroken, match="公示已经结束"):
        object_to(ApplicationFactory(state="district"), **SAID)


@pytest.mark.parametrize("field", ["words", "answer"])
def test_words_hold_no_personal_number(field):
    if field == "words":
        held = ApplicationFactory(state="notice", notice_from=TODAY - timedelta(days=7), notice_until=TODAY)
        with pytest.raises(RuleBroken, match="手机号"):
            object_to(held, **(SAID | {"words": "问19900003333"}))
        return
    with pytest.raises(RuleBroken, match="手机号"):
        answer(
            ObjectionFactory(), answer="问19900003333", is_upheld=True, actor=UserFactory(roles=[Role.OFFICE])
        )


def test_objection_is_answered_once_with_words_and_not_by_the_applicant():
    held = ObjectionFactory()
    office = UserFactory(roles=[Role.OFFICE])
    with pytest.raises(NotAllowed):
        answer(held, answer="不成立", is_upheld=False, actor=coordinator_of(held.application.community))
    with pytest.raises(RuleBroken, match="写明查了什么"):
        answer(held, answer=" ", is_upheld=False, actor=office)
    answer(held, answer="查过会议记录", is_upheld=False, actor=office)
    told = Objection.objects.get()
    assert (told.outcome, told.answer, told.answered_by) == ("异议不成立", "查过会议记录", office)
    with pytest.raises(RuleBroken, match="已经答复"):
        answer(held, answer="再查", is_upheld=True, actor=office)


def test_objection_to_what_has_ended_waits_for_no_answer():
    held = ObjectionFactory()
    Application.objects.update(state="withdrawn")
    assert list(open_objections()) == []
    with pytest.raises(RuleBroken, match="已经结束"):
        answer(
            Objection.objects.get(pk=held.pk),
            answer="不成立",
            is_upheld=False,
            actor=UserFactory(roles=[Role.OFFICE]),
        )
