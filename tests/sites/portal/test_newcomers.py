"""Putting forward somebody new in the portal, and taking up who put themselves forward."""

import pytest
from django.urls import reverse

from cms.accounts.enums import Role
from cms.people.models import Nomination, Person, SelfNomination
from tests.cms.accounts.factories import UserFactory
from tests.cms.people.factories import AppointmentFactory, PersonFactory
from tests.cms.people.services.test_newcomers import received
from tests.cms.people.services.test_nominations import coordinator_of
from tests.cms.places.factories import CommunityFactory

pytestmark = pytest.mark.django_db
NEW = reverse("portal:newcomer")


@pytest.fixture
def community():
    return CommunityFactory(name="柳林居委会")


def form_of(place, **changes):
    return {
        "name": "方知秋", "birth": "1985-03", "phone": "199 0000 1234", "community": place.pk,
        "role": "literate", "source": "recommended", "purposes": ["management"],
    } | changes  # fmt: skip


def test_new_person_is_registered_and_put_forward(client, community):
    client.force_login(coordinator_of(community))
    assert client.get(NEW).status_code == 200
    assert client.post(NEW, form_of(community)).url == reverse("portal:nominations")
    assert (Person.objects.get().phone, Nomination.objects.get().community) == ("19900001234", community)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"phone": "1234"}, "请填写 11 位手机号"),
        ({"birth": "1985"}, "请写成 1978-02 的样子"),
        ({"birth": "2090-01"}, "不对"),
        ({"name": ""}, "请填写姓名。"),
        ({"purposes": []}, "名册管理"),
        ({"purposes": ["everything"]}, "everything"),
        ({"role": "volunteer"}, "volunteer"),
        ({"community": 0}, "选择"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(changes, told, client, community):
    client.force_login(coordinator_of(community))
    response = client.post(NEW, form_of(community, **changes))
    assert (response.status_code, told in response.content.decode()) == (422, True)
    assert not Person.objects.exists()


def test_who_looks_alike_is_shown_before_a_second_is_made(client, community):
    person = PersonFactory(name="方知秋", birth="1985-03", phone="19900005678")
    AppointmentFactory(community=community, person=person)
    client.force_login(coordinator_of(community))
    response = client.post(NEW, form_of(community))
    page = response.content.decode()
    assert (response.status_code, "199****5678" in page, "19900005678" in page) == (422, True, False)
    client.post(NEW, form_of(community, apart=str(person.pk)))
    assert Person.objects.count() == 2


def test_very_same_person_is_not_made_a_second_time(client, community):
    person = PersonFactory(name="方知秋", birth="1985-03", phone="19900001234")
    AppointmentFactory(community=community, person=person)
    client.force_login(coordinator_of(community))
    for apart in ("", str(person.pk)):
        page = client.post(NEW, form_of(community, apart=apart)).content.decode()
        assert ("就是同一个人" in page, "再按一次" in page) == (True, False)
    assert Person.objects.count() == 1


def test_very_same_person_who_puts_themselves_forward_is_chosen_beforehand(client, community):
    person = PersonFactory(name="方知秋", birth="1985-03", phone="19900001234")
    AppointmentFactory(community=community, person=person)
    held, _code = received(community)
    address = reverse("portal:self_nomination", args=[held.pk])
    client.force_login(coordinator_of(community))
    assert f'value="{person.pk}" checked' in client.get(address).content.decode()
    client.post(address, {"person": "", "apart": str(person.pk)})
    assert (Person.objects.count(), Nomination.objects.count()) == (1, 0)
    client.post(address, {"person": str(person.pk)})
    assert Nomination.objects.get().person == person


def test_self_nomination_waits_in_front_and_is_taken_up(client, community):
    held, _code = received(community)
    address = reverse("portal:self_nomination", args=[held.pk])
    client.force_login(coordinator_of(community))
    assert "等您核实的自荐（1 人）" in client.get(reverse("portal:nominations")).content.decode()
    for other in (coordinator_of(community.parent), UserFactory(roles=[Role.OFFICE])):
        client.force_login(other)
        assert "等您核实的自荐" not in client.get(reverse("portal:nominations")).content.decode()
    client.force_login(coordinator_of(community))
    page = client.get(address).content.decode()
    assert ("199****1234" in page, "19900001234" in page) == (True, False)
    client.post(address, {"opinion": "情况属实"})
    assert Nomination.objects.get().state == "training"
    told = client.get(address, follow=True)
    assert told.redirect_chain == [(reverse("portal:nominations"), 302)]
    assert "这份自荐已经办理（已受理），不用再办。" in told.content.decode()


def test_self_nomination_is_declined_with_a_reason_only(client, community):
    held, _code = received(community)
    address = reverse("portal:self_nomination", args=[held.pk])
    client.force_login(coordinator_of(community))
    for reason, state in ((" ", "received"), ("不住本居村", "declined")):
        client.post(address, {"opinion": reason, "decline": "1"})
        assert SelfNomination.objects.get().state == state


def test_self_nomination_of_another_place_is_not_found(client, community):
    held, _code = received(community)
    address = reverse("portal:self_nomination", args=[held.pk])
    for user in (coordinator_of(CommunityFactory()), UserFactory(roles=[Role.MEMBER])):
        client.force_login(user)
        assert (client.get(address).status_code, client.post(address, {}).status_code) == (404, 404)
    assert SelfNomination.objects.get().state == "received"


@pytest.mark.parametrize("key", ["x", "99999999999999999999", "1 OR 1"])
def test_person_that_is_none_breaks_nothing(key, client, community):
    held, _code = received(community)
    client.force_login(coordinator_of(community))
    answer = client.post(reverse("portal:self_nomination", args=[held.pk]), {"person": key, "apart": key})
    assert answer.status_code in (302, 404)
