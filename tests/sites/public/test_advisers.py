"""The advisers as anybody sees them: who agreed, while the term holds, and not a moment longer."""

from datetime import time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.accounts.enums import Role
from cms.advisers.services import withdraw_consent
from tests.cms.accounts.factories import UserFactory
from tests.cms.advisers.factories import AgreementFactory, DutyDayFactory, ListingConsentFactory

pytestmark = pytest.mark.django_db
URL = "/people/advisers/"
TODAY = timezone.localdate()


def advised(name, *, agreed=True, ends=300, **place):
    held = AgreementFactory(
        adviser__name=name,
        adviser__office_phone="021-60000101",
        adviser__hours="每周三下午",
        starts_on=TODAY - timedelta(days=400),
        ends_on=TODAY + timedelta(days=ends),
        **place,
    )
    if agreed:
        ListingConsentFactory(adviser=held.adviser)
    return held


def test_list_names_who_agreed_with_phone_hours_and_the_duty_days_to_come(client):
    held = advised("顾清", community__name="枕河居委会")
    advised("没同意", agreed=False)
    advised("已到期", ends=-1)
    DutyDayFactory(agreement=held, date=TODAY + timedelta(days=1), start=time(9, 30), room="二楼")
    DutyDayFactory(agreement=held, date=TODAY - timedelta(days=1), start=time(7, 15))
    response = client.get(URL)
    page = response.content.decode()
    words = ("顾清", "枕河居委会", "021-60000101", "每周三下午", "09:30", "二楼", "没同意", "已到期", "07:15")
    assert [word in page for word in words] == [True] * 6 + [False] * 3
    assert ("no-store" in response["Cache-Control"], response["X-Robots-Tag"]) == (True, "noindex")


def test_list_is_narrowed_by_town_and_place_never_by_a_name(client):
    held = advised("顾清", community__name="枕河居委会")
    advised("陆明远", community__name="望山居委会")
    for asked, named in (
        ({"place": "枕河"}, [True, False]),
        ({"town": held.community.parent.code}, [True, False]),
        ({"place": "顾清"}, [False, False]),
    ):
        page = client.get(URL, asked).content.decode().replace('value="顾清"', "")
        assert [name in page for name in ("顾清", "陆明远")] == named


def test_who_takes_the_consent_back_is_gone_from_page_and_open_data_at_once(client):
    held = advised("顾清")
    addresses = (URL, held.community.get_absolute_url())

    def found():
        rows = client.get(reverse("api:advisers")).json()["results"]
        return ["顾清" in client.get(each).content.decode() for each in addresses], len(rows)

    assert found() == ([True, True], 1)
    withdraw_consent(held.adviser, actor=UserFactory(roles=[Role.OFFICE]))
    assert found() == ([False, False], 0)
