"""What a community has, as anybody sees it; of people, those who agreed to be shown."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.accounts.enums import Role
from cms.advisers import services as advisers
from cms.people.enums import AppointmentState, ConsentPurpose
from cms.people.services import withdraw_consent
from tests.cms.accounts.factories import UserFactory
from tests.cms.advisers.factories import AdviserFactory, AgreementFactory, ListingConsentFactory
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.duties.factories import ActivityFactory
from tests.cms.events.factories import EventFactory
from tests.cms.people.factories import AppointmentFactory, ConsentFactory, PersonFactory
from tests.cms.places.factories import CommunityFactory, ServicePointFactory, SubdistrictFactory, VenueFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def community():
    return CommunityFactory(name="枕河居委会")


def page_of(client, community) -> str:
    return client.get(community.get_absolute_url()).content.decode()


def serves(community, *, purpose=ConsentPurpose.LISTING, state=AppointmentState.ACTIVE, **person):
    appointment = AppointmentFactory(
        community=community, state=state, person=PersonFactory(**{"name": "林知夏", **person})
    )
    ConsentFactory(person=appointment.person, purpose=purpose, given_on=date(2026, 1, 1))
    return appointment


def test_page_gathers_what_is_there_and_nothing_from_elsewhere(client, community):
    venue, point = VenueFactory(place=community), ServicePointFactory(place=community)
    station = ServicePointFactory(place=community.parent)
    event, activity = EventFactory(venue=venue), ActivityFactory(venue=venue, state="published")
    by_its_host = EventFactory(host=AgencyFactory(place=community))
    others = [VenueFactory(), ServicePointFactory(), EventFactory(), ActivityFactory(state="published")]
    page = page_of(client, community)
    shown = [venue, point, station, event, activity, by_its_host, *others]
    assert [each.get_absolute_url() in page for each in shown] == [True] * 6 + [False] * 4


def test_draft_activity_and_event_are_not_there(client, community):
    venue = VenueFactory(place=community)
    EventFactory(venue=venue, state="draft", title="还没公布的讲座")
    ActivityFactory(venue=venue, state="approved", name="还没公布的活动")
    assert "还没公布" not in page_of(client, community)


def test_person_who_agreed_is_named_with_the_role_and_nothing_else(client, community):
    appointment = serves(community, phone="13800000001")
    page = page_of(client, community)
    assert ("林知夏" in page, "法律明白人" in page) == (True, True)
    assert not any(each in page for each in ("13800000001", "138****", appointment.person.birth))


@pytest.mark.parametrize(
    "given",
    [
        {"purpose": ConsentPurpose.MANAGEMENT},
        {"state": AppointmentState.TRAINING},
        {"state": AppointmentState.LEFT},
        {"birth": ""},
        {"birth": f"{timezone.localdate().year - 17}-01"},
    ],
    ids=["agreed to less", "not yet", "no longer", "no birth", "minor"],
)
def test_nobody_else_is_named(given, client, community):
    serves(community, **given)
    assert "林知夏" not in page_of(client, community)


@pytest.mark.parametrize(("months", "is_shown"), [(1, True), (0, False)])
def test_grown_up_from_the_month_after_the_eighteenth_birthday(months, is_shown, client, community):
    today = timezone.localdate()
    year, month = divmod((today.year - 18) * 12 + today.month - 1 - months, 12)
    serves(community, birth=f"{year}-{month + 1:02d}")
    assert ("林知夏" in page_of(client, community)) is is_shown


def test_minor_is_named_where_a_guardian_agreed(client, community):
    serves(community, birth=f"{timezone.localdate().year - 16}-01", guardian_name="林建国")
    page = page_of(client, community)
    assert ("林知夏" in page, "林建国" in page) == (True, False)


def test_withdrawn_consent_is_gone_at_once(client, community):
    appointment = serves(community)
    assert "林知夏" in page_of(client, community)
    withdraw_consent(
        appointment.person.consents.get(),
        withdrawn_on=timezone.localdate(),
        actor=UserFactory(roles=[Role.OFFICE]),
    )
    response = client.get(community.get_absolute_url())
    assert "林知夏" not in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]


def test_list_names_each_community_under_its_town(client, community):
    VenueFactory(place=community)
    page = client.get(reverse("public:communities")).content.decode()
    assert page.index(community.parent.name) < page.index(community.get_absolute_url())
    assert "1 处" in page


def test_town_and_district_have_no_page_of_this_kind(client, community):
    for place in (community.parent, community.parent.parent):
        assert client.get(reverse("public:community", args=[place.code])).status_code == 404
        assert place.get_absolute_url().startswith(reverse("public:communities"))


@pytest.mark.parametrize(
    ("listed", "days", "shown"),
    [(True, (0, 0), True), (False, (0, 0), False), (True, (-9, -1), False), (True, (1, 9), False)],
)
def test_page_names_the_adviser_who_agreed_while_the_term_holds(client, community, listed, days, shown):
    adviser = AdviserFactory(
        name="顾清",
        firm="青桥律师事务所",
        office_phone="021-60000001",
        hours="每月第二个周六",
    )
    if listed:
        ListingConsentFactory(adviser=adviser)
    today = timezone.localdate()
    first, last = (today + timedelta(days=n) for n in days)
    AgreementFactory(community=community, adviser=adviser, starts_on=first, ends_on=last)
    page = page_of(client, community)
    words = ("居村法律顾问", "顾清", "青桥律师事务所", "021-60000001", "每月第二个周六")
    assert [word in page for word in words] == [shown] * 5
    assert "顾清" not in page_of(client, CommunityFactory())


def test_adviser_who_no_longer_agrees_is_gone_from_the_kept_page(client, community):
    today = timezone.localdate()
    agreement = AgreementFactory(community=community, adviser__name="顾清", starts_on=today, ends_on=today)
    ListingConsentFactory(adviser=agreement.adviser)
    assert "顾清" in page_of(client, community)
    advisers.withdraw_consent(agreement.adviser, actor=UserFactory(roles=[Role.OFFICE]))
    assert "顾清" not in page_of(client, community)


@pytest.mark.parametrize(
    ("asked", "names", "leaps"),
    [
        ({}, ["枕河居委会", "枕河南居委会", "书院居委会"], ["T1", "T2"]),
        ({"q": "枕河"}, ["枕河居委会", "枕河南居委会"], ["T1", "T2"]),
        ({"q": "枕河", "town": "T2"}, ["枕河南居委会"], []),
        ({"town": "T2"}, ["枕河南居委会", "书院居委会"], []),
        ({"q": "火星"}, [], []),
        ({"town": "x\0"}, [], []),
    ],
)
def test_communities_are_found_by_name_and_town(client, asked, names, leaps):
    towns = [SubdistrictFactory(code=code, name=f"{code}街道") for code in ("T1", "T2")]
    for number, (name, place) in enumerate((("枕河", 0), ("枕河南", 1), ("书院", 1))):
        CommunityFactory(code=f"C{number}", name=f"{name}居委会", short_name=name, parent=towns[place])
    page = client.get(reverse("public:communities"), asked).content.decode()
    assert re.findall(r">(\w+居委会)</a>", page) == names
    # One leaps to a town where there are several.
    assert re.findall(r'<a href="#town-(\w+)">', page) == leaps
    assert ("没有这样的居村" in page) == (not names)
