"""Who can be asked about law near by, as anybody sees it: those who agreed, and nobody a moment longer."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.accounts.enums import Role
from cms.people.enums import AppointmentRole, AppointmentState, ConsentPurpose
from cms.people.services import withdraw_consent
from tests.cms.accounts.factories import UserFactory
from tests.cms.people.factories import AppointmentFactory, ConsentFactory, PersonFactory
from tests.cms.places.factories import CommunityFactory, ServicePointFactory

pytestmark = pytest.mark.django_db
URL = "/people/"


def serves(community, name, *, role=AppointmentRole.LITERATE, purpose=ConsentPurpose.LISTING, **given):
    person = PersonFactory(name=name, phone="13800000001")
    given = {"state": AppointmentState.ACTIVE, **given}
    appointment = AppointmentFactory(community=community, role=role, person=person, **given)
    ConsentFactory(person=person, purpose=purpose, given_on=date(2026, 1, 1))
    return appointment


@pytest.fixture
def roster():
    """Two communities of two towns; one of each role, one who agreed to less, one on the way."""
    here, there = CommunityFactory(name="枕河居委会"), CommunityFactory(name="望山居委会")
    serves(here, "林知夏")
    serves(here, "周明远", role=AppointmentRole.LEADER)
    serves(there, "韩若水", role=AppointmentRole.VOLUNTEER)
    serves(here, "没同意", purpose=ConsentPurpose.MANAGEMENT)
    serves(here, "在培训", state=AppointmentState.TRAINING)
    return here, there


NAMES = ("林知夏", "周明远", "韩若水", "没同意", "在培训")


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("", ["林知夏", "周明远", "韩若水"]),
        ("?place=枕河", ["林知夏", "周明远"]),
        ("?town={town}", ["韩若水"]),
        ("?role=leader", ["周明远"]),
        ("?role=nonsense", ["林知夏", "周明远", "韩若水"]),
        ("?place=林知夏", []),
    ],
)
def test_directory_names_who_agreed_and_is_narrowed_by_place_and_role(asked, named, client, roster):
    page = client.get(URL + asked.format(town=roster[1].parent.code)).content.decode()
    # What was typed stands in the field again.
    page = page.replace('value="林知夏"', "")
    assert [name for name in NAMES if name in page] == named


def test_nothing_of_a_person_but_name_role_and_place_is_told(client, roster):
    ServicePointFactory(place=roster[0], duty_timetable="周三下午", office_phone="021-55550000")
    page = client.get(URL).content.decode()
    assert [each in page for each in ("法治带头人", "周三下午", "021-55550000")] == [True] * 3
    born = roster[0].appointments.first().person.birth
    assert not any(each in page for each in ("13800000001", "138****", born))


def test_withdrawn_consent_is_gone_from_page_search_and_caches_at_once(client, roster):
    appointment = roster[0].appointments.get(person__name="林知夏")
    assert "林知夏" in client.get(URL).content.decode()
    withdraw_consent(
        appointment.person.consents.get(),
        withdrawn_on=timezone.localdate(),
        actor=UserFactory(roles=[Role.OFFICE]),
    )
    response = client.get(URL)
    assert "林知夏" not in response.content.decode()
    assert ("no-store" in response["Cache-Control"], response["X-Robots-Tag"]) == (True, "noindex")
    assert client.get(reverse("api:search"), {"q": "林知夏"}).json()["total"] == 0


def test_directory_costs_the_same_whatever_its_length(client, roster, django_assert_max_num_queries):
    client.get(URL)
    for number in range(20):
        serves(CommunityFactory(), f"人{number}")
    with django_assert_max_num_queries(14):
        client.get(URL)


def test_empty_directory_leads_on(client):
    page = client.get(URL).content.decode()
    assert ("还没有同意公开的人" in page, 'href="tel:12348"' in page) == (True, True)
