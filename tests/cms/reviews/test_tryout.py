"""A scheme tried out on the year before: by its record, and by what was judged then."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.accounts.enums import Role
from cms.reviews.enums import RoundState
from cms.reviews.models import Entry, Round
from cms.reviews.queries.tryout import try_out
from cms.reviews.services import rounds, schemes, scoring, telling
from tests.cms.accounts.factories import UserFactory
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.duties.factories import ActivityFactory
from tests.cms.reviews.factories import ParticipantFactory, RoundFactory, SchemeFactory, indicator

pytestmark = pytest.mark.django_db

LAST_YEAR = timezone.make_aware(timezone.datetime(2025, 3, 4, 9))


@pytest.fixture
def office():
    return UserFactory(roles=[Role.OFFICE])


def lines(sheet) -> dict[str, str | None]:
    return {line.key: line.earned for line in sheet.lines}


def test_record_of_the_year_before_counts_and_what_was_never_judged_is_full():
    agency = AgencyFactory()
    scheme = SchemeFactory(year=2026)
    for moment in (LAST_YEAR, LAST_YEAR, LAST_YEAR.replace(year=2026)):
        ActivityFactory(host=agency, state="approved", starts_at=moment)
    [sheet] = try_out(scheme).sheets()
    # Two of four; A2 lacks one in each of three quarters.
    assert lines(sheet) == {"A1": "10.00", "A2": "5.10", "A3": "4.00", "B1": "0.00"}


def test_windows_move_with_the_year():
    agency, scheme = AgencyFactory(), SchemeFactory(year=2026)
    scheme.indicators.filter(key="A3").update(starts_on="2026-03-05", ends_on="2026-03-31")
    for day in (4, 5):
        ActivityFactory(host=agency, state="approved", starts_at=LAST_YEAR.replace(day=day))
    [sheet] = try_out(scheme).sheets()
    assert lines(sheet)["A3"] == "2.00"


def test_frozen_result_of_the_year_before_gives_what_was_judged(office):
    held = RoundFactory(state=RoundState.SCORING, scheme__year=2025)
    part = ParticipantFactory(round=held)
    scoring.score({(part, indicator(held, "A1")): {"office_score": Decimal(7)}}, actor=office)
    telling.tell_results(held, actor=office)
    Round.objects.update(told_on=timezone.localdate() - timedelta(days=60))
    rounds.freeze_round(Round.objects.get(), actor=office)
    scheme = schemes.copy_scheme(held.scheme, actor=office)
    [sheet] = try_out(scheme).sheets()
    assert lines(sheet)["A1"] == "7.00"
    scheme.indicators.filter(key="A1").update(max=5)
    [sheet] = try_out(scheme).sheets()
    assert lines(sheet)["A1"] == "5.00"


def test_office_tries_a_scheme_out_and_nothing_is_stored(client, office):
    AgencyFactory(name="青桥区教育局")
    scheme = SchemeFactory()
    client.force_login(office)
    address = reverse("review_schemes:try_out", args=[scheme.pk])
    assert address in client.get(reverse("review_schemes:inspect", args=[scheme.pk])).content.decode()
    assert "青桥区教育局" in client.get(address).content.decode()
    assert (Round.objects.count(), Entry.objects.count()) == (0, 0)


def test_faulty_scheme_says_what_is_wrong(client, office):
    scheme = SchemeFactory()
    scheme.groups.filter(name="评议团").update(weight=20)
    client.force_login(office)
    page = client.get(reverse("review_schemes:try_out", args=[scheme.pk])).content.decode()
    assert "权重合计为 95" in page
