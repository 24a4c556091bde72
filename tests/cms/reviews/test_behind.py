"""A count leads to the very records behind it, and comes to as many."""

from datetime import date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.accounts.enums import Role
from cms.reviews.enums import RoundState, Source
from cms.reviews.models import Participant
from cms.reviews.queries.behind import behind
from cms.reviews.queries.evidence import counts_of
from tests.cms.accounts.factories import UserFactory
from tests.cms.duties.factories import (
    ActivityFactory,
    DutyItemFactory,
    DutyListFactory,
    logger_of,
    published,
)
from tests.cms.reviews.factories import ParticipantFactory, indicator

pytestmark = pytest.mark.django_db
DAY = date(2026, 8, 1)


@pytest.fixture
def part():
    return ParticipantFactory(round__state=RoundState.SELF)


def held(agency, month: int, **fields):
    moment = timezone.make_aware(datetime(2026, month, 3, 9))
    return ActivityFactory(host=agency, state="approved", starts_at=moment, **fields)


def of_late_items(part):
    found = indicator(part.round, "A2")
    found.source, found.per_quarter = Source.LATE_ITEMS, None
    found.save()
    return found


def duties(*rows):
    """A published list of 2026; of each duty its key, whose it is and its last day."""
    duty_list = DutyListFactory(year=2026)
    for key, agency, last in rows:
        kind = "individual" if agency else "common"
        days = {"starts_on": date(2026, 1, 1), "ends_on": last}
        DutyItemFactory(list=duty_list, key=key, kind=kind, agency=agency, **days)
    return published(duty_list).items


def test_activities_behind_a_count_are_as_many_as_it_says(part):
    counted = indicator(part.round, "A3")
    first, second = held(part.agency, 2), held(part.agency, 5)
    found = behind(counted, part.agency, DAY)
    assert (found.activities, found.count) == ((first, second), 2)
    assert counts_of(part.round, [counted], DAY) == {(counted.pk, part.agency_id): found.count}


@pytest.mark.parametrize(
    ("on", "short"),
    [
        (date(2026, 3, 31), ()),
        (date(2026, 4, 1), ((1, 1),)),
        (date(2026, 8, 1), ((1, 1),)),
        (date(2026, 10, 1), ((1, 1), (3, 1))),
    ],
)
def test_quarters_that_fell_short_are_named_once_they_are_over(on, short, part):
    held(part.agency, 5)
    counted = indicator(part.round, "A2")
    found = behind(counted, part.agency, on)
    assert (found.short, found.count) == (short, len(short))
    assert counts_of(part.round, [counted], on) == {(counted.pk, part.agency_id): found.count}


def test_late_duties_are_shown_and_not_those_of_others_or_still_running(part):
    counted = of_late_items(part)
    past, running = date(2026, 6, 30), date(2026, 9, 30)
    other = ParticipantFactory(round=part.round).agency
    duties(
        ("R-01", part.agency, past), ("R-02", part.agency, running),
        ("S-01", other, past), ("G-01", None, past),
    )  # fmt: skip
    found = behind(counted, part.agency, DAY)
    assert (sorted(each.item.key for each in found.late), found.count) == (["G-01", "R-01"], 2)
    assert counts_of(part.round, [counted], DAY)[counted.pk, part.agency_id] == found.count


@pytest.mark.parametrize(
    ("key", "words"), [("A3", "记录 3 场"), ("A2", "记录少 3 场")], ids=["activities", "quarters"]
)
def test_count_is_told_in_words_that_say_what_was_counted(key, words, part):
    assert indicator(part.round, key).in_words(3) == words


def test_agency_and_office_open_the_late_duties_behind_a_count(client, part):
    counted = of_late_items(part)
    late = duties(("R-01", part.agency, date(2026, 3, 1))).get()
    client.force_login(logger_of(part.agency))
    page = client.get(reverse("portal:review", args=[part.pk])).content.decode()
    link = reverse("portal:review_evidence", args=[part.pk, counted.pk])
    assert ("逾期 1 项" in page, link in page) == (True, True)
    assert late.content in client.get(link).content.decode()
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    link = reverse("review_rounds:evidence", args=[part.round_id, counted.pk, part.pk])
    page = client.get(link).content.decode()
    assert reverse("duty_items:inspect", args=[late.pk]) in page
    Participant.objects.update(counted={"A2": 4})
    assert "反馈结果时是“逾期 4 项”" in client.get(link).content.decode()
