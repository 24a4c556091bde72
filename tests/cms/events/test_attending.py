"""Coming in by the entry code, and what is said afterwards."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed, RuleBroken
from cms.core.models import AuditEntry
from cms.events.models import Feedback, Registration
from cms.events.queries.attending import FEWEST_SHOWN, Opinion, Tally, Turnout, opinion_of, turnout
from cms.events.services.attending import TOLD_WITHIN, check_in, tell
from cms.events.services.registering import register
from tests.cms.accounts.factories import UserFactory
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.duties.factories import logger_of
from tests.cms.events.factories import EventFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    """For three; two parties hold all places, a third waits. Has just begun."""
    event = EventFactory(takes_registrations=True, capacity=3)
    for number, seats in ((1, 2), (2, 1), (3, 2)):
        register(event, name="王小明", phone=f"138{number:08d}", agreed=True, seats=seats, waits=True)
    return begun(event)


def begun(event):
    event.starts_at = timezone.now()
    event.ends_at = event.starts_at + timedelta(hours=2)
    event.save()
    return event


def codes(event) -> list[str]:
    return list(event.registrations.order_by("pk").values_list("cancel_code", flat=True))


def at(text: str):
    return timezone.make_aware(datetime.fromisoformat(text))


def over(event, ago: timedelta):
    event.ends_at = timezone.now() - ago
    event.starts_at = event.ends_at - timedelta(hours=2)
    event.save()
    return event


def test_code_lets_in_once_and_counts_persons(event):
    host = logger_of(event.host)
    held, is_new = check_in(event, code=f"{codes(event)[0][:4]} {codes(event)[0][4:].lower()}", actor=host)
    again, is_new_again = check_in(event, code=codes(event)[0], actor=host)
    assert (is_new, is_new_again, again.arrived_at) == (True, False, held.arrived_at)
    assert turnout(event) == Turnout(seated=3, arrived=2, waiting=2)


@pytest.mark.parametrize(("code", "told"), [("WRONGONE", "没有找到"), (2, "还在候补")])
def test_wrong_code_and_who_waits_are_told_at_the_code(event, code, told):
    code = code if isinstance(code, str) else codes(event)[code]
    with pytest.raises(RuleBroken, match=told) as refused:
        check_in(event, code=code, actor=UserFactory(roles=[Role.OFFICE]))
    assert list(refused.value.message_dict) == ["code"]


@pytest.mark.parametrize(
    ("now", "is_open"),
    [
        ("2026-03-01T23:59", False), ("2026-03-02T00:00", True), ("2026-03-03T23:59", True),
        ("2026-03-04T00:00", False),
    ],
)  # fmt: skip
def test_door_is_open_on_the_day_and_the_next(event, now, is_open, monkeypatch):
    """Begun at nine of the second of March, over at eleven."""
    event.starts_at, event.ends_at = at("2026-03-02T09:00"), at("2026-03-02T11:00")
    event.save()
    monkeypatch.setattr(timezone, "now", lambda: at(now))
    office = UserFactory(roles=[Role.OFFICE])
    if is_open:
        assert check_in(event, code=codes(event)[0], actor=office)[1]
    else:
        with pytest.raises(RuleBroken, match="当天和第二天"):
            check_in(event, code=codes(event)[0], actor=office)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER, Role.MEMBER, Role.COMMUNITY_COORDINATOR, None])
def test_others_do_not_stand_at_the_door(event, role):
    other = UserFactory(roles=[role]) if role else logger_of(AgencyFactory())
    with pytest.raises(NotAllowed):
        check_in(event, code=codes(event)[0], actor=other)
    assert event.registrations.filter(arrived_at=None).count() == 3


def test_each_code_tells_once_and_nothing_leads_from_the_answer_to_it(event):
    over(event, timedelta(days=1))
    before = AuditEntry.objects.count()
    tell(event, useful="1_very", clear="1_all", words="多讲讲租房", code=codes(event)[0])
    for code, told in ((codes(event)[0], "已经反馈过"), (codes(event)[2], "没有参加"), ("", "没有找到")):
        with pytest.raises(RuleBroken, match=told):
            tell(event, useful="3_little", clear="1_all", code=code)
    assert event.feedback.count() == 1
    assert {field.name for field in Feedback._meta.concrete_fields} == {
        "id",
        "event",
        "useful",
        "clear",
        "words",
    }
    assert AuditEntry.objects.count() == before
    assert list(Registration.objects.filter(has_told=True).values_list("cancel_code", flat=True)) == [
        codes(event)[0]
    ]


def test_event_without_registration_is_told_of_openly():
    event = over(EventFactory(), timedelta(hours=1))
    tell(event, useful="1_very", clear="1_all")
    with pytest.raises(RuleBroken, match="匿名"):
        tell(event, useful="1_very", clear="1_all", words="我是 13800000001")
    assert event.feedback.count() == 1


@pytest.mark.parametrize("ago", [timedelta(hours=-1), TOLD_WITHIN + timedelta(hours=1)])
def test_nobody_is_asked_before_the_end_or_long_after(ago):
    event = over(EventFactory(), ago)
    with pytest.raises(RuleBroken, match="30 天内"):
        tell(event, useful="1_very", clear="1_all")


def test_what_was_said_is_shown_once_enough_have_said_it():
    event = over(EventFactory(), timedelta(hours=1))
    for number in range(FEWEST_SHOWN):
        assert opinion_of(event) == Opinion(number, ())
        tell(event, useful="1_very" if number else "3_little", clear="2_most", words="" if number else "太长")
    assert opinion_of(event) == Opinion(
        3,
        (
            Tally("这场活动对您有用吗", (("很有用", 2), ("有些用", 0), ("用处不大", 1))),
            Tally("讲的内容听懂了吗", (("都听懂了", 0), ("大部分听懂了", 3), ("大部分没听懂", 0))),
            Tally("还想了解什么，有什么建议", (), ("太长",)),
        ),
    )
