"""The page of advisers in the portal: gaps, duty days, the log, each for the own places."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.accounts.enums import Role
from cms.advisers.models import DutyDay, ServiceEntry
from tests.cms.accounts.factories import UserFactory
from tests.cms.advisers.factories import (
    AdviserFactory,
    AgreementFactory,
    DutyDayFactory,
    ServiceEntryFactory,
)
from tests.cms.people.services.test_nominations import coordinator_of
from tests.cms.places.factories import CommunityFactory

pytestmark = pytest.mark.django_db
PAGE = reverse("portal:advisers")
TODAY = timezone.localdate()
TERM = {"starts_on": TODAY - timedelta(days=9), "ends_on": TODAY + timedelta(days=300)}


@pytest.fixture
def own():
    return AgreementFactory(adviser__name="顾清", **TERM)


@pytest.fixture
def foreign():
    return AgreementFactory(adviser__name="陆明远", **TERM)


def test_community_notes_service_and_plans_a_duty_day(client, own, foreign):
    client.force_login(coordinator_of(own.community))
    sent = {"form": "entry", "entry-agreement": own.pk, "entry-date": TODAY, "entry-duty": "mediation",
            "entry-served": 2, "entry-summary": "楼上漏水的纠纷"}  # fmt: skip
    assert client.post(PAGE, sent).status_code == 302
    sent = {"form": "duty", "duty-agreement": own.pk, "duty-date": TODAY, "duty-start": "09:00",
            "duty-end": "11:00", "duty-room": "二楼"}  # fmt: skip
    assert client.post(PAGE, sent).status_code == 302
    page = client.get(PAGE).content.decode()
    assert [words in page for words in ("楼上漏水的纠纷", "化解矛盾纠纷", "2 人次", "二楼", "陆明远")] == [
        True
    ] * 4 + [False]
    client.post(reverse("portal:adviser_unplan", args=[DutyDay.objects.get().pk]))
    assert not DutyDay.objects.exists()


def test_foreign_agreement_is_no_choice_and_its_rows_are_not_found(client, own, foreign):
    client.force_login(coordinator_of(own.community))
    sent = {"form": "entry", "entry-agreement": foreign.pk, "entry-date": TODAY, "entry-duty": "mediation",
            "entry-served": 2, "entry-summary": "别处的事"}  # fmt: skip
    assert client.post(PAGE, sent).status_code == 422
    assert ServiceEntry.objects.count() == 0
    entry = ServiceEntryFactory(agreement=foreign, date=TODAY)
    duty = DutyDayFactory(agreement=foreign, date=TODAY)
    assert client.get(reverse("portal:adviser_entry", args=[entry.pk])).status_code == 404
    assert client.post(reverse("portal:adviser_unplan", args=[duty.pk])).status_code == 404
    assert DutyDay.objects.exists()


def test_entry_is_corrected_for_a_reason(client, own):
    entry = ServiceEntryFactory(agreement=own, date=TODAY, served=3)
    client.force_login(coordinator_of(own.community))
    address = reverse("portal:adviser_entry", args=[entry.pk])
    assert entry.summary in client.get(address).content.decode()
    sent = {"date": TODAY, "duty": "guidance", "served": 4, "summary": entry.summary}
    assert client.post(address, sent).status_code == 422
    assert client.post(address, {**sent, "reason": "漏记一人"}).status_code == 302
    entry.refresh_from_db()
    assert entry.served == 4


def test_adviser_with_an_account_keeps_the_own_log_and_sees_no_gaps(client, own):
    CommunityFactory(name="没有顾问居委会")
    own.adviser.account = UserFactory(roles=[Role.MEMBER])
    own.adviser.save()
    client.force_login(own.adviser.account)
    page = client.get(PAGE).content.decode()
    assert (f"{own.community}　顾清" in page, "没有顾问居委会" in page) == (True, False)


def test_coordinator_sees_the_gaps_of_the_own_places_only(client, own):
    gap, elsewhere = CommunityFactory(parent=own.community.parent), CommunityFactory(name="别处居委会")
    client.force_login(coordinator_of(own.community.parent))
    page = client.get(PAGE).content.decode()
    assert [each.name in page for each in (gap, elsewhere)] == [True, False]


def test_account_that_has_nothing_to_do_with_it_finds_no_page(client, own):
    AdviserFactory()
    client.force_login(UserFactory(roles=[Role.MEMBER]))
    assert client.get(PAGE).status_code == 404
