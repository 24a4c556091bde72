"""What waits for the office in the rosters stands on its home, each leading to where it is done."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.accounts.enums import Role
from tests.cms.accounts.factories import UserFactory
from tests.cms.people.factories import (
    AppointmentFactory,
    NominationFactory,
    ObjectionFactory,
    ServiceRecordFactory,
)
from tests.cms.people.services.test_nominations import coordinator_of

pytestmark = pytest.mark.django_db
HOME = reverse("wagtailadmin_home")


def home(client, role) -> str:
    client.force_login(UserFactory(roles=[role]))
    return client.get(HOME).content.decode()


def test_what_waits_for_the_office_is_counted_and_leads_there(client):
    today = timezone.localdate()
    attended, _alone = NominationFactory(), NominationFactory()
    coordinator_of(attended.community)
    NominationFactory(state="registration")
    for days in (-1, 0):
        until = today + timedelta(days=days)
        NominationFactory(state="notice", notice_from=until - timedelta(days=7), notice_until=until)
    ObjectionFactory()
    ObjectionFactory(is_upheld=False, answer="已核实", answered_at=timezone.now())
    appointment = AppointmentFactory(role="volunteer")
    appointment.ending_proposals.create(
        verb="leave", grounds="搬离", state="heard", statement="同意", heard_on="2026-01-05"
    )
    ServiceRecordFactory(appointment=appointment)
    page = home(client, Role.OFFICE).split('id="people-title"')[1].split("</section>")[0]
    told = {
        reverse("placecoordinator:index"): 1,
        reverse("nomination:index") + "?state=registration": 1,
        reverse("nomination:index") + "?state=notice": 3,
        reverse("objection:index"): 1,
        reverse("endingproposal:index") + "?state=heard": 1,
        reverse("servicerecord:index") + "?verified=false": 1,
    }
    rows = page.split("<tr>")[1:]
    assert {row.split('href="')[1].split('"')[0]: row for row in rows}.keys() == told.keys()
    for row in rows:
        address = row.split('href="')[1].split('"')[0]
        assert f"{told[address]} 件" in row, row


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER], ids=str)
def test_others_are_told_nothing_of_the_rosters(role, client):
    NominationFactory(state="registration")
    assert 'id="people-title"' not in home(client, role)


def test_where_nothing_waits_nothing_stands(client):
    assert 'id="people-title"' not in home(client, Role.OFFICE)
