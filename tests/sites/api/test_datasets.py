"""The open data: what the public pages show, page by page, and nothing that is not public."""

import json
from datetime import date
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from jsonschema import Draft202012Validator

from cms.accounts.enums import Role
from cms.accounts.services.reading_keys import READING_KEYS, give_key, withdraw_key
from cms.duties.enums import ActivityState
from cms.events.enums import EventState
from cms.people.models import Consent
from sites import rate
from sites.api.datasets import DATASETS
from sites.api.paging import MAX_PAGE_SIZE, ByCursor
from tests.cms.accounts.factories import UserFactory
from tests.cms.advisers.factories import AgreementFactory, ListingConsentFactory
from tests.cms.duties.factories import ActivityFactory, DutyItemFactory, DutyListFactory, published
from tests.cms.events.factories import EventFactory
from tests.cms.honours.factories import TitleFactory
from tests.cms.people.factories import AppointmentFactory, PersonFactory
from tests.cms.places.factories import ServicePointFactory, VenueFactory
from tests.cms.statutes.factories import ArticleFactory, LawFactory

pytestmark = pytest.mark.django_db
CANARY = "尚未公开的内容"
PHONE, NUMBER = "19900001234", "31010719770206955X"


@pytest.fixture(autouse=True)
def _fresh_minute():
    cache.clear()
    yield
    cache.clear()


def person(name="方知秋", identity_number="", **appointment):
    held = PersonFactory(name=name, birth="1985-03", phone=PHONE, identity_number=identity_number)
    return AppointmentFactory(person=held, phone=PHONE, **appointment)


def agreed(appointment):
    Consent.objects.create(
        person=appointment.person, purpose="listing", text_version="1", given_on=date(2026, 1, 1)
    )
    return appointment


def advised(name):
    term = {"starts_on": date(2026, 1, 1), "ends_on": date(2036, 1, 1)}
    return ListingConsentFactory(adviser=AgreementFactory(adviser__name=name, **term).adviser)


@pytest.fixture
def world():
    """One public row of each dataset, and one of each that is not."""
    ArticleFactory(version__law__title="养犬条例", number=12, label="第十二条", text="犬只应当系绳。")
    LawFactory(title=CANARY)
    VenueFactory(name="宪法公园")
    VenueFactory(name=CANARY, is_open=False)
    ServicePointFactory(name="法律服务中心")
    ServicePointFactory(name=CANARY, is_open=False)
    EventFactory(title="宪法日讲座", state=EventState.PUBLISHED)
    for state in set(EventState) - {EventState.PUBLISHED}:
        EventFactory(title=CANARY, state=state)
    ActivityFactory(name="进社区宣讲", state=ActivityState.PUBLISHED)
    for state in set(ActivityState) - {ActivityState.PUBLISHED}:
        ActivityFactory(name=CANARY, state=state)
    public = DutyListFactory(year=2026)
    DutyItemFactory(list=public, key="G-01", content="宣传民法典")
    published(public)
    DutyItemFactory(list=DutyListFactory(year=2027, version=1), content=CANARY)
    agreed(person(identity_number=NUMBER))
    advised("顾清")
    TitleFactory()
    TitleFactory(batch=CANARY, state="revoked")
    AgreementFactory(adviser__name=CANARY, starts_on=date(2026, 1, 1), ends_on=date(2036, 1, 1))
    person(name=CANARY)


def rows(client, name, **asked):
    return client.get(reverse(f"api:{name}"), asked).json()["results"]


@pytest.fixture
def described(client):
    return client.get("/api/openapi.json").json()


def name_of(row: dict):
    named = ("title", "content", "name", "label", "year")
    return next(row[field] for field in named if field in row)


def test_every_dataset_tells_what_is_public_as_described_and_nothing_else(client, world, described):
    found = {}
    for name in DATASETS:
        answer = client.get(reverse(f"api:{name}"))
        operation = described["paths"][f"/api/v1/{name}/"]["get"]
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        whole = {**schema, "components": described["components"]}
        assert [each.message for each in Draft202012Validator(whole).iter_errors(answer.json())] == []
        text = json.dumps(answer.json(), ensure_ascii=False)
        assert [each for each in (CANARY, PHONE, PHONE[-4:], NUMBER, NUMBER[-4:]) if each in text] == []
        found[name] = [name_of(row) for row in answer.json()["results"]]
    assert found == {
        "laws": ["养犬条例"],
        "articles": ["第十二条"],
        "venues": ["宪法公园"],
        "service-points": ["法律服务中心"],
        "events": ["宪法日讲座"],
        "activities": ["进社区宣讲"],
        "duty-lists": [2026],
        "duty-items": ["宣传民法典"],
        "people": ["方知秋"],
        "advisers": ["顾清"],
        "model-communities": ["区级民主法治示范社区"],
    }


@pytest.mark.parametrize("name", DATASETS)
def test_every_row_has_the_address_of_a_page(client, world, name):
    address = rows(client, name)[0]["url"]
    assert client.get(address.removeprefix("http://testserver")).status_code == 200


@pytest.mark.parametrize("name", DATASETS)
def test_long_pages_cost_the_same_queries(client, world, name, django_assert_max_num_queries):
    for n in range(3):
        VenueFactory()
        ServicePointFactory()
        EventFactory(state=EventState.PUBLISHED)
        ActivityFactory(state=ActivityState.PUBLISHED)
        ArticleFactory()
        listed = DutyListFactory(year=2028 + n)
        DutyItemFactory(list=listed)
        published(listed)
        agreed(person(f"邻居{n}"))
        advised(f"律师{n}")
        TitleFactory()
    with django_assert_max_num_queries(8):
        assert len(rows(client, name)) == 4


def test_printed_words_stay_whatever_is_called_otherwise_later(client):
    listed = DutyListFactory(year=2026)
    DutyItemFactory(list=listed, key="G-01", content="宣传民法典")
    listed.printed = {"columns": ["编号", "责任单位"], "rows": [["G-01", "当年的名称"]]}
    published(listed)
    (row,) = rows(client, "duty-items")
    assert (row["owed_by"], row["content"], row["is_current"]) == ("当年的名称", "", True)


def test_point_does_not_name_a_parent_that_is_closed(client):
    parent = ServicePointFactory(is_open=False)
    ServicePointFactory(tier=2, parent=parent)
    assert [row["parent"] for row in rows(client, "service-points")] == [""]


def test_pages_follow_each_other_whatever_comes_and_goes(client):
    events = EventFactory.create_batch(5, state=EventState.PUBLISHED)
    first = client.get(reverse("api:events"), {"page_size": 2}).json()
    keys = [each.pk for each in events]
    events[0].delete()
    EventFactory(state=EventState.PUBLISHED)
    second = client.get(first["next"]).json()
    third = client.get(second["next"]).json()
    seen = [row["id"] for page in (first, second, third) for row in page["results"]]
    assert (seen[:5], len(seen), third["next"]) == (keys, 6, None)
    back = client.get(second["previous"]).json()
    assert [row["id"] for row in back["results"]] == [keys[1]]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"cursor": "x"}, "cursor"),
        ({"cursor": "cD1hYmM="}, "cursor"),
        ({"cursor": "cD05OTk5OTk5OTk5OTk5OTk5OTk5OTk="}, "cursor"),
        ({"page_size": "许多"}, "page_size"),
        ({"page_size": "0"}, "page_size"),
    ],
)
def test_what_cannot_be_read_is_told_in_words(client, described, asked, told):
    answer = client.get(reverse("api:events"), asked)
    assert (answer.status_code, told in answer.json()["error"]) == (422, True)


def test_page_is_bounded(client, described):
    EventFactory.create_batch(3, state=EventState.PUBLISHED)
    assert len(rows(client, "events", page_size=99999)) == 3
    assert ByCursor(DATASETS["events"])._get_page_size(99999) == MAX_PAGE_SIZE


def test_unchanged_page_is_not_sent_again_and_a_changed_one_is(client):
    event = EventFactory(state=EventState.PUBLISHED)
    held = client.get(reverse("api:events"))
    asked = {"HTTP_IF_NONE_MATCH": held["ETag"]}
    assert client.get(reverse("api:events"), **asked).status_code == 304
    event.delete()
    assert client.get(reverse("api:events"), **asked).json()["results"] == []
    assert "no-cache" in held["Cache-Control"]


def test_who_withdraws_is_gone_at_once_and_kept_by_nobody(client):
    held = agreed(person())
    assert "no-store" in client.get(reverse("api:people"))["Cache-Control"]
    Consent.objects.filter(person=held.person).update(withdrawn_on=timezone.localdate())
    assert rows(client, "people") == []


@pytest.fixture
def stopped(monkeypatch):
    """Half a minute is over, whatever the clock says while this runs."""
    monkeypatch.setattr(rate, "time", SimpleNamespace(time=lambda: 30.0))


def test_without_a_key_one_waits_after_sixty(client, stopped, described):
    address = reverse("api:venues")
    assert [client.get(address).status_code for _ in range(61)] == [200] * 60 + [429]
    refused = client.get(address)
    assert (refused["Retry-After"], "每分钟至多 60 次" in refused.json()["error"]) == ("31", True)
    assert client.get(address, REMOTE_ADDR="192.0.2.9").status_code == 200


def test_with_a_key_one_reads_more_wherever_one_asks_from(client, stopped):
    office = UserFactory(roles=[Role.OFFICE])
    key = READING_KEYS.add(actor=office, name="市平台", per_minute=100)
    secret = give_key(key, actor=office)
    asked = [
        client.get(reverse("api:venues"), HTTP_X_API_KEY=secret, REMOTE_ADDR=f"192.0.2.{n % 9}").status_code
        for n in range(101)
    ]
    assert asked == [200] * 100 + [429]
    assert client.get(reverse("api:venues")).status_code == 200


def test_key_that_was_withdrawn_replaced_or_invented_is_refused(client):
    office = UserFactory(roles=[Role.OFFICE])
    key = READING_KEYS.add(actor=office, name="市平台")
    first, second = give_key(key, actor=office), give_key(key, actor=office)

    def status(secret):
        return client.get(reverse("api:venues"), HTTP_X_API_KEY=secret).status_code

    assert [status(first), status(second), status("zhifa_x")] == [401, 200, 401]
    withdraw_key(key, actor=office)
    assert status(second) == 401
    assert "X-API-Key" in client.get(reverse("api:venues"), HTTP_X_API_KEY=second).json()["error"]
