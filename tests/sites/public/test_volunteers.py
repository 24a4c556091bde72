"""The public form of volunteers: what is kept, the number told once, and what it opens."""

from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.urls import reverse

from cms.volunteering.models import Application
from tests.cms.accounts.factories import UserFactory
from tests.cms.places.factories import CommunityFactory
from tests.cms.volunteering.factories import SkillFactory

pytestmark = pytest.mark.django_db
APPLY, FOLLOW_UP = reverse("public:volunteers_apply"), reverse("public:volunteers_follow_up")


@pytest.fixture(autouse=True)
def _fresh_minute():
    cache.clear()


def sent(client, **changes):
    given = {
        "name": "方知秋", "birth": "1985-03", "phone": "19900001234", "community": CommunityFactory().pk,
        "skills": [SkillFactory().pk], "times": ["weekend_morning"], "purposes": ["management"],
    } | changes  # fmt: skip
    return client.post(APPLY, given)


def number(client) -> str:
    page = client.get(FOLLOW_UP).content.decode()
    return page.partition('class="registration__code">')[2].partition("<")[0]


def test_number_is_told_once_opens_the_state_and_takes_it_back(client):
    assert sent(client).url == FOLLOW_UP
    code = number(client)
    assert (len(code), number(client)) == (12, "")
    page = client.post(FOLLOW_UP, {"code": code}).content.decode()
    assert ("已收到，待审核" in page, "方知秋" in page) == (True, False)
    page = client.post(FOLLOW_UP, {"code": code, "take_back": "1"}).content.decode()
    assert ("本人已撤回" in page, Application.objects.get().phone) == (True, "")


def test_account_is_kept_only_of_who_says_that_it_is_their_own(client):
    member = UserFactory(name="方知秋")
    sent(client, phone="19900001231", own="on")
    client.force_login(member)
    page = client.get(APPLY).content.decode()
    assert ("是我本人报名，登记后与账号“方知秋”关联" in page, 'name="own" checked' in page) == (True, False)
    sent(client, phone="19900001232")
    sent(client, phone="19900001233", own="on")
    kept = Application.objects.order_by("pk").values_list("account", flat=True)
    assert [*kept] == [None, None, member.pk]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"purposes": []}, "不能登记为志愿者"),
        ({"phone": "12"}, "11 位手机号"),
        ({"birth": "2012-01"}, "监护人填写姓名"),
        ({"skills": ["999"]}, "999"),
        ({"name": ""}, "请填写姓名"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(changes, told, client):
    response = sent(client, **changes)
    assert (response.status_code, told in response.content.decode()) == (422, True)
    assert not Application.objects.exists()


def test_guessing_and_flooding_are_slowed_down(client, monkeypatch):
    # All within one minute, however slow the machine.
    monkeypatch.setattr("sites.rate.time", SimpleNamespace(time=lambda: 1_800_000_000.0))
    answers = [client.post(FOLLOW_UP, {"code": "A" * 12}).status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]
    answers = [sent(client, phone="1").status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]
