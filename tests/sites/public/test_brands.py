"""A brand of legal culture: its series and what of them is told, and nothing that is not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed
from cms.events.services.series import set_brand
from tests.cms.accounts.factories import UserFactory
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.campaigns.factories import BrandPageFactory
from tests.cms.events.factories import EventFactory, SeriesFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def brand():
    return BrandPageFactory(title="宪法晨读", host=AgencyFactory(name="区司法局"), since=2019)


def test_brand_gathers_its_series_and_their_occasions_as_they_are_told(client, brand):
    own, untold, other = (SeriesFactory(name=name, brand=each) for name, each in (
        ("广场晨读", brand), ("还没公布的", brand), ("别家的", None)
    ))  # fmt: skip
    coming = EventFactory(series=own)
    for _ in range(2):
        EventFactory(series=own, starts_at=timezone.now() - timedelta(days=9))
    draft, elsewhere = EventFactory(series=untold, state="draft"), EventFactory(series=other)
    page = client.get(brand.url).content.decode()
    assert [word in page for word in ("区司法局", "2019年", "2 场", "广场晨读")] == [True] * 4
    addresses = (coming, own, draft, untold, elsewhere, other)
    assert [each.get_absolute_url() in page for each in addresses] == [True] * 2 + [False] * 4
    assert f'<a href="{brand.url}">宪法晨读</a>' in client.get(coming.get_absolute_url()).content.decode()


def test_brand_that_is_not_public_is_not_named_by_its_events(client):
    brand = BrandPageFactory(title="还没公布的品牌", live=False)
    event = EventFactory(series=SeriesFactory(brand=brand))
    assert "还没公布的品牌" not in client.get(event.get_absolute_url()).content.decode()


def test_brand_without_anything_to_come_says_where_to_look(client, brand):
    page = client.get(brand.url).content.decode()
    assert ("还没有安排" in page, "已办" in page) == (True, False)


def test_editor_puts_a_series_into_a_brand_and_takes_it_out(brand):
    series, editor = SeriesFactory(), UserFactory(roles=[Role.EDITOR])
    assert set_brand(series, brand=brand, actor=editor).brand == brand
    assert set_brand(series, brand=None, actor=editor).brand is None
    with pytest.raises(NotAllowed):
        set_brand(series, brand=brand, actor=UserFactory(roles=[Role.REVIEWER]))
