"""Model communities as anybody sees them: what stands, what is on notice, objecting; nothing taken away."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from cms.accounts.enums import Role
from cms.honours.models import Application, Objection
from cms.honours.services.objections import answer
from cms.honours.services.titles import recheck
from search.models import SearchDocument
from sites.api import nightly
from sites.api.datasets import DATASETS
from tests.cms.accounts.factories import UserFactory
from tests.cms.honours.factories import TODAY, ApplicationFactory, TitleFactory
from tests.cms.places.factories import CommunityFactory

pytestmark = pytest.mark.django_db
LIST = reverse("public:honours")
FOLLOW_UP = reverse("public:honour_follow_up")
SAID = {"name": "邻居", "phone": "19900001234", "words": "公约没有经过居民会议"}


@pytest.fixture(autouse=True)
def _fresh_minute():
    cache.clear()


@pytest.fixture
def title():
    return TitleFactory(community=CommunityFactory(name="枕河居委会"), batch="第三批")


@pytest.fixture
def noticed():
    return ApplicationFactory(
        community=CommunityFactory(name="枕河居委会"),
        state="notice",
        notice_from=TODAY - timedelta(days=7),
        notice_until=TODAY,
    )


def page_of(application) -> str:
    return reverse("public:honour_notice", args=[application.pk])


def test_standing_titles_are_listed_by_town_and_level(client, title):
    other = TitleFactory(application__cycle__level="city")
    found = client.get(LIST)
    assert set(found.context["page"]) == {title, other}
    assert "区级民主法治示范社区　第三批" in found.text
    town = {"town": title.community.parent.code}
    assert list(client.get(LIST, town).context["page"]) == [title]
    assert list(client.get(LIST, {"level": "city"}).context["page"]) == [other]
    assert "没有符合条件的" in client.get(LIST, town | {"level": "city"}).text


def test_village_is_called_one(client):
    TitleFactory(community__kind="village", application__cycle__level="national")
    assert "全国民主法治示范村　" in client.get(LIST).text


@pytest.mark.parametrize("verb", ["revoke", "cancel"])
def test_title_that_is_taken_away_is_nowhere_at_once(
    client, title, verb, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.PRIVATE_ROOT = str(tmp_path)
    dataset = DATASETS["model-communities"]
    nightly.write(dataset)
    file = reverse("api:file", args=["model-communities.csv"])

    def told() -> list[bool]:
        pages = (LIST, title.community.get_absolute_url())
        found = ["第三批" in client.get(page).text for page in pages]
        return [
            *found,
            bool(client.get(reverse("api:model-communities")).json()["results"]),
            SearchDocument.objects.filter(kind="honour", deleted=False).exists(),
            not nightly.holds_what_was_withdrawn(dataset, nightly.whole(dataset, "csv").written_at),
        ]

    assert told() == [True] * 5
    with django_capture_on_commit_callbacks(execute=True):
        recheck(title, verb=verb, actor=UserFactory(roles=[Role.OFFICE]), reason="合并")
    assert told() == [False] * 5
    assert client.get(file).status_code != 200


def test_what_is_on_notice_is_told_to_its_last_day(client, noticed):
    ApplicationFactory(state="announcement", community__name="未公示居委会")
    page = client.get(LIST).text
    assert ("枕河居委会" in page, page_of(noticed) in page, "未公示" in page) == (True, True, False)
    assert "枕河居委会" in client.get(page_of(noticed)).text
    Application.objects.update(notice_until=TODAY - timedelta(days=1))
    assert "枕河居委会" not in client.get(LIST).text
    assert client.get(page_of(noticed)).status_code == 404
    assert client.post(page_of(noticed), SAID).status_code == 404


def test_objection_is_followed_by_its_number(client, noticed):
    sent = client.post(page_of(noticed), SAID)
    assert sent.url == FOLLOW_UP
    fresh = client.get(FOLLOW_UP).text
    code = fresh.partition('class="registration__code">')[2].partition("<")[0]
    assert code not in client.get(FOLLOW_UP).text
    held = Objection.objects.get()
    assert (held.name, held.phone, held.words) == tuple(SAID.values())
    assert "待答复" in client.post(FOLLOW_UP, {"code": code.lower()}).text
    answer(held, answer="查过会议记录", is_upheld=False, actor=UserFactory(roles=[Role.OFFICE]))
    page = client.post(FOLLOW_UP, {"code": code}).text
    assert [each in page for each in ("异议不成立", "查过会议记录", *SAID.values())] == [
        True, True, False, False, False,
    ]  # fmt: skip
    wrong = client.post(FOLLOW_UP, {"code": "ABCD2345WXYZ"})
    assert (wrong.status_code, "没有找到这个查询号" in wrong.text) == (422, True)


def test_objection_with_a_number_of_a_person_is_refused_at_its_field(client, noticed):
    refused = client.post(page_of(noticed), SAID | {"words": "问19900001234"})
    assert refused.status_code == 422
    assert "请不要在这里写身份证号" in str(refused.context["form"].errors["words"])
    assert not Objection.objects.exists()


def test_who_objects_too_often_waits(client, noticed):
    statuses = [client.post(page_of(noticed), SAID | {"phone": "1"}).status_code for _each in range(6)]
    assert statuses == [422] * 5 + [429]


def test_community_without_a_title_says_nothing_of_it(client, title):
    assert "区级民主法治示范社区" in client.get(title.community.get_absolute_url()).text
    other = CommunityFactory(parent=title.community.parent)
    assert "民主法治示范" not in client.get(other.get_absolute_url()).text
