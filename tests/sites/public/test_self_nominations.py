"""The public form: what is kept, the number that is told once, and what it opens."""

from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.urls import reverse

from cms.people.models import Nomination, Person, RosterSetting, SelfNomination
from cms.people.services.self_nominations import decline
from tests.cms.people.factories import MembershipFactory, PersonFactory
from tests.cms.people.services.test_nominations import coordinator_of
from tests.cms.places.factories import CommunityFactory

pytestmark = pytest.mark.django_db
APPLY, FOLLOW_UP = reverse("public:people_apply"), reverse("public:people_follow_up")


@pytest.fixture(autouse=True)
def _fresh_minute():
    cache.clear()


@pytest.fixture
def community():
    return CommunityFactory(name="柳林居委会")


def sent(client, community, **changes):
    given = {
        "name": "方知秋", "birth": "1985-03", "phone": "19900001234", "community": community.pk,
        "role": "literate", "words": "愿意出力", "purposes": ["management"],
    } | changes  # fmt: skip
    return client.post(APPLY, given)


def number(client) -> str:
    page = client.get(FOLLOW_UP).content.decode()
    return page.partition('class="registration__code">')[2].partition("<")[0]


def test_number_is_told_once_and_opens_the_state(client, community):
    assert sent(client, community).url == FOLLOW_UP
    code = number(client)
    assert (len(code), number(client)) == (12, "")
    page = client.post(FOLLOW_UP, {"code": code}).content.decode()
    assert ("已收到，待居村核实" in page, "方知秋" in page) == (True, False)


def test_taken_back_by_number(client, community):
    sent(client, community)
    code = number(client)
    page = client.post(FOLLOW_UP, {"code": code, "take_back": "1"}).content.decode()
    assert ("本人已撤回" in page, SelfNomination.objects.get().phone) == (True, "")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"purposes": ["listing"]}, "名册管理"),
        ({"phone": "12"}, "11 位手机号"),
        ({"birth": "2020-01"}, "年满18周岁"),
        ({"words": "电话19900001234"}, "请不要在这里写"),
        ({"name": ""}, "请填写姓名"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(changes, told, client, community):
    response = sent(client, community, **changes)
    assert (response.status_code, told in response.content.decode()) == (422, True)
    assert not SelfNomination.objects.exists()


def test_guardian_is_asked_for_where_the_rule_lets_minors(client, community):
    assert "监护人" not in client.get(APPLY).content.decode()
    RosterSetting.objects.update_or_create(pk=RosterSetting.load().pk, defaults={"takes_minors": True})
    assert "监护人" in client.get(APPLY).content.decode()
    assert sent(client, community, birth="2020-01").status_code == 422
    guardian = {"guardian_name": "方母", "guardian_phone": "19900001111"}
    assert sent(client, community, birth="2020-01", **guardian).status_code == 302


def test_guessing_and_flooding_are_slowed_down(client, community, monkeypatch):
    # All within one minute, however slow the machine.
    monkeypatch.setattr("sites.rate.time", SimpleNamespace(time=lambda: 1_800_000_000.0))
    answers = [client.post(FOLLOW_UP, {"code": "A" * 12}).status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]
    answers = [sent(client, community, phone="1").status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


def test_declined_answer_is_read_by_number(client, community):
    sent(client, community)
    code = number(client)
    decline(SelfNomination.objects.get(), reason="不住本居村", actor=coordinator_of(community))
    page = client.post(FOLLOW_UP, {"code": code}).content.decode()
    assert ("未受理" in page, "不住本居村" in page) == (True, True)


def test_member_is_not_asked_again_and_the_community_knows_who_it_is(client, community):
    person = PersonFactory(name="林知夏", birth="1985-03", phone="13800000001", gender="")
    account = MembershipFactory(person=person).user
    client.force_login(account)
    asked = client.get(APPLY).context["form"].fields
    assert {"name", "birth", "phone"} & asked.keys() == set()
    assert "gender" in asked
    sent = {"community": community.pk, "role": "literate", "purposes": ["management"], "name": "别人"}
    assert client.post(APPLY, sent).status_code == 302
    held = SelfNomination.objects.get()
    assert (held.person, held.name, held.birth, held.phone) == (person, "林知夏", "1985-03", "13800000001")
    assert "已收到，待居村核实" in client.get(reverse("portal:mine")).text
    client.force_login(coordinator_of(community))
    page = reverse("portal:self_nomination", args=[held.pk])
    shown = client.get(page)
    assert ("就是名册里的 林知夏" in shown.text, shown.context["alike"]) == (True, [])
    client.post(page, {"opinion": "情况属实"})
    assert [(each.person, each.state) for each in Nomination.objects.all()] == [(person, "training")]
    assert Person.objects.count() == 1
