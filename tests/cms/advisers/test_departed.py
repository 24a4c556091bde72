"""Who advised is made nameless by the clock; which firm, when and how much stays."""

from datetime import UTC, date, datetime

import pytest

from cms.accounts.enums import Role
from cms.advisers.models import Adviser, AdviserSetting, Agreement
from cms.advisers.services import AGREEMENTS
from cms.advisers.services.departed import forget_departed
from cms.advisers.tasks import forget_departed_advisers
from cms.core import daily
from cms.core.append_only import NAMELESS
from cms.core.models import AuditEntry
from cms.core.writing import write
from tests.cms.accounts.factories import UserFactory
from tests.cms.advisers.factories import AgreementFactory, ListingConsentFactory, ServiceEntryFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
LONG_AGO = datetime(2022, 1, 1, tzinfo=UTC)


def advised(ends_on="2023-11-20", **adviser):
    held = AgreementFactory(starts_on="2021-01-01", ends_on=ends_on, adviser__office_phone="52561234")
    Adviser.objects.filter(pk=held.adviser_id).update(updated_at=LONG_AGO, **adviser)
    return Agreement.objects.select_related("adviser").get(pk=held.pk)


def test_adviser_is_nameless_three_years_after_the_last_term_and_the_firm_still_counted():
    held = advised(name="顾知远")
    done = ServiceEntryFactory(agreement=held, date="2023-01-05")
    consent = ListingConsentFactory(adviser=held.adviser, given_on="2021-02-01")
    write(held, AGREEMENTS.changes, {"ends_on": date(2023, 11, 19)}, actor=UserFactory(roles=[Role.OFFICE]))
    assert [forget_departed(TODAY), forget_departed(TODAY)] == [1, 0]
    adviser = Adviser.objects.get()
    consent.refresh_from_db()
    assert (adviser.name, adviser.office_phone, adviser.firm) == (f"已匿名{adviser.pk}", "", "青桥律师事务所")
    assert (consent.withdrawn_on, held.entries.get()) == (TODAY, done)
    changed = AuditEntry.objects.get(action="advisers.agreement.change")
    assert changed.target_label == NAMELESS


@pytest.mark.parametrize(
    ("ends_on", "years", "forgotten"),
    [("2023-11-20", 3, 1), ("2023-11-21", 3, 0), ("2023-11-20", 4, 0), ("2023-11-20", 0, 0)],
)
def test_time_runs_from_the_end_of_the_term_by_the_years_the_office_set(ends_on, years, forgotten):
    advised(ends_on)
    setting = AdviserSetting.load()
    setting.departed_years = years
    setting.save()
    assert forget_departed(TODAY) == forgotten


@pytest.mark.parametrize(("seen_at", "forgotten"), [(LONG_AGO, 1), (datetime(2024, 5, 1, tzinfo=UTC), 0)])
def test_account_of_an_adviser_keeps_them_while_it_is_used_and_closes_with_them(seen_at, forgotten):
    account = UserFactory(last_login=seen_at)
    advised(account=account)
    assert forget_departed(TODAY) == forgotten
    account.refresh_from_db()
    assert account.is_active is not bool(forgotten)


def test_daily_job_forgets_the_advisers():
    assert forget_departed_advisers in daily._tasks
