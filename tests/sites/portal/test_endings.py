"""Proposals of the 街镇 in the portal: for its own places, and the person's words to them."""

import pytest
from django.urls import reverse

from cms.people.models import EndingProposal
from tests.cms.people.factories import AppointmentFactory
from tests.cms.people.services.test_nominations import coordinator_of
from tests.cms.places.factories import CommunityFactory

pytestmark = pytest.mark.django_db
PAGE = reverse("portal:endings")


def test_station_proposes_and_hears(client):
    appointment = AppointmentFactory()
    client.force_login(coordinator_of(appointment.community.parent))
    assert client.post(PAGE, {"appointment": appointment.pk, "verb": "leave", "grounds": "搬离"}).url == PAGE
    proposal = EndingProposal.objects.get()
    hear = reverse("portal:ending_hear", args=[proposal.pk])
    for words, state in ((" ", "proposed"), ("本人同意", "heard")):
        client.post(hear, {"statement": words})
        assert EndingProposal.objects.get().state == state
    assert "本人同意" in client.get(PAGE).content.decode()


def test_community_reads_but_does_not_propose(client):
    appointment = AppointmentFactory()
    appointment.ending_proposals.create(verb="leave", grounds="搬离本区")
    client.force_login(coordinator_of(appointment.community))
    page = client.get(PAGE).content.decode()
    assert ("搬离本区" in page, "登记本人意见</button>" in page, "提出建议" in page) == (True, False, False)
    other = AppointmentFactory(community=appointment.community)
    response = client.post(PAGE, {"appointment": other.pk, "verb": "leave", "grounds": "搬离"})
    assert (response.status_code, "由街镇司法所提出" in response.content.decode()) == (422, True)


def test_open_ones_stand_first_and_namesakes_are_told_apart(client):
    appointment = AppointmentFactory(person__name="方知秋")
    first = appointment.ending_proposals.create(verb="pause", grounds="住院")
    appointment.ending_proposals.create(
        verb="leave", grounds="搬离本区", state="rejected", statement="没有搬", heard_on="2026-01-05",
        decision="没有搬", decided_on="2026-01-06",
    )  # fmt: skip
    client.force_login(coordinator_of(appointment.community.parent))
    page = client.get(PAGE).content.decode()
    assert page.index(f"ending-{first.pk}") < page.index("搬离本区")
    assert f"方知秋：法律明白人（{appointment.community}）</option>" in page


def test_other_places_are_not_found(client):
    appointment = AppointmentFactory()
    proposal = appointment.ending_proposals.create(verb="leave", grounds="搬离本区")
    client.force_login(coordinator_of(CommunityFactory().parent))
    assert client.post(reverse("portal:ending_hear", args=[proposal.pk])).status_code == 404
    assert "搬离本区" not in client.get(PAGE).content.decode()
    given = {"appointment": appointment.pk, "verb": "leave", "grounds": "搬离"}
    assert client.post(PAGE, given).status_code == 422
