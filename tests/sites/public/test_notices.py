"""The public notice: masked, gone the day after its last, open to objections until then."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from cms.accounts.enums import Role
from cms.people.models import Objection
from cms.people.services.objections import answer
from tests.cms.accounts.factories import UserFactory
from tests.cms.people.factories import NominationFactory, PersonFactory
from tests.sites.public.test_self_nominations import FOLLOW_UP, number

pytestmark = pytest.mark.django_db
LIST = reverse("public:people_notices")
SAID = {"name": "邻居", "phone": "19900001234", "words": "他不住这里"}


@pytest.fixture(autouse=True)
def _fresh_minute():
    cache.clear()


@pytest.fixture
def noticed():
    today = timezone.localdate()
    return NominationFactory(
        person=PersonFactory(name="欧阳知秋", birth="1985-03"),
        state="notice",
        notice_from=today - timedelta(days=7),
        notice_until=today,
    )


def page_of(nomination) -> str:
    return reverse("public:people_notice", args=[nomination.pk])


def test_notice_tells_the_masked_name_role_and_community_only(client, noticed):
    for address in (LIST, page_of(noticed)):
        page = client.get(address).content.decode()
        told = [each in page for each in ("欧***", "法律明白人", str(noticed.community))]
        kept = [
            each in page for each in ("欧阳", "1985-03", noticed.person.phone, noticed.person.masked_phone)
        ]
        assert (told, kept) == ([True] * 3, [False] * 4)


def test_day_after_the_last_nobody_is_named(client, noticed):
    noticed.notice_until = timezone.localdate() - timedelta(days=1)
    noticed.save()
    assert "欧***" not in client.get(LIST).content.decode()
    assert client.get(page_of(noticed)).status_code == 404
    assert client.post(page_of(noticed), SAID).status_code == 404


def test_objection_is_followed_by_its_number(client, noticed):
    assert client.post(page_of(noticed), SAID).url == FOLLOW_UP
    code = number(client)
    page = client.post(FOLLOW_UP, {"code": code}).content.decode()
    assert ("待答复" in page, "他不住这里" in page) == (True, False)
    office = UserFactory(roles=[Role.OFFICE])
    answer(Objection.objects.get(), answer="经查住在这里", is_upheld=False, actor=office)
    page = client.post(FOLLOW_UP, {"code": code}).content.decode()
    assert ("异议不成立" in page, "经查住在这里" in page) == (True, True)


@pytest.mark.parametrize("changes", [{"name": ""}, {"phone": "1"}, {"words": ""}, {"words": "打19900001234"}])
def test_what_is_wrong_is_said_and_nothing_is_kept(changes, client, noticed):
    assert client.post(page_of(noticed), SAID | changes).status_code == 422
    assert not Objection.objects.exists()


def test_flood_of_objections_is_slowed_down(client, noticed):
    answers = [client.post(page_of(noticed), SAID | {"phone": "1"}).status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]
