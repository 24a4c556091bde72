"""Who is reminded of which duty, on which day."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cms.duties.models import DutyList
from cms.duties.services.consulting import confirm_list
from cms.duties.services.reminding import BEFORE, remind_all
from cms.inbox.models import Message
from tests.cms.accounts.factories import UserFactory
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.duties.factories import ActivityFactory, DutyItemFactory, logger_of, published

pytestmark = pytest.mark.django_db
ENDS = date(2026, 6, 30)


@pytest.fixture
def item():
    item = DutyItemFactory(
        list__year=2026, key="R-01", content="工资支付条例进工地", starts_on=date(2026, 1, 1), ends_on=ENDS
    )
    published(item.list)
    return item


@pytest.fixture
def own(item):
    return logger_of(item.agency)


@pytest.mark.parametrize(
    ("day", "kinds"),
    [
        (ENDS - BEFORE - timedelta(days=1), []),
        (ENDS - BEFORE, ["due_soon"]),
        (ENDS, ["due_soon"]),
        (ENDS + timedelta(days=1), ["overdue"]),
    ],
)
def test_duty_is_told_of_a_fortnight_before_and_from_the_day_after(day, kinds, own):
    remind_all(day)
    assert list(Message.objects.values_list("kind", flat=True)) == kinds


def test_reminder_says_what_is_owed_and_comes_once_however_often_the_day_is_run(own):
    late = ENDS + timedelta(days=1)
    assert [remind_all(late), remind_all(late), remind_all(late + timedelta(days=7))] == [1, 0, 1]
    assert {message.text for message in Message.objects.all()} == {
        "R-01 工资支付条例进工地（已开展0场，应开展1场）已于2026年6月30日到期"
    }


def test_returned_record_is_told_of_and_nobody_else_is(own, item):
    ActivityFactory(host=item.agency, state="returned", name="工地普法")
    logger_of(AgencyFactory())
    UserFactory()
    remind_all(date(2026, 1, 2))
    assert [(message.user, message.text) for message in Message.objects.all()] == [
        (own, "“工地普法”已退回，请修改后重新提交")
    ]


def test_duty_that_is_done_is_not_told_of(own, item):
    from django.utils import timezone

    moment = timezone.make_aware(timezone.datetime(2026, 2, 3, 9))
    ActivityFactory(host=item.agency, state="approved", starts_at=moment, items=[item])
    remind_all(ENDS + timedelta(days=1))
    assert not Message.objects.exists()


def test_agency_is_told_of_a_draft_until_it_has_confirmed_what_it_says(own, item):
    today = timezone.localdate()
    draft = DutyItemFactory(list__year=2031, agency=item.agency).list
    DutyList.objects.filter(pk=draft.pk).update(comments_until=today)
    draft.refresh_from_db()

    def is_told() -> bool:
        Message.objects.all().delete()
        remind_all(today)
        return Message.objects.filter(kind="deadline").exists()

    told = [is_told()]
    confirm_list(draft, item.agency, actor=own)
    told.append(is_told())
    draft.items.update(content="改过的内容")
    told.append(is_told())
    assert told == [True, False, True]
