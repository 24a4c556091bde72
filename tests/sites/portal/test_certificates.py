"""Certificates on paper: for the own places only, on record."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from cms.accounts.enums import Role
from cms.core.audit import did
from cms.people.enums import AppointmentState
from cms.people.models import CertificateScheme, IssueBatch, Person
from tests.cms.accounts.factories import UserFactory
from tests.cms.people.factories import AppointmentFactory, CertificateFactory, PersonFactory
from tests.cms.people.services.test_nominations import coordinator_of
from tests.cms.places.factories import CommunityFactory
from tests.media.factories import LibraryImageFactory

pytestmark = pytest.mark.django_db
LIST, BADGES = reverse("portal:certificates"), reverse("portal:badges")


@pytest.fixture
def held():
    return CertificateFactory(appointment__person=PersonFactory(name="𠮷㛃·买买提"))


def text_of(response) -> tuple[int, str]:
    reader = PdfReader(io.BytesIO(b"".join(response.streaming_content)))
    return len(reader.pages), "".join("".join(page.extract_text().split()) for page in reader.pages)


def test_certificate_says_who_as_what_where_and_how_to_check(client, held):
    user = coordinator_of(held.appointment.community)
    client.force_login(user)
    assert held.number in client.get(LIST).content.decode()
    pages, text = text_of(client.get(reverse("portal:certificate_file", args=[held.pk])))
    told = ("𠮷㛃·买买提", held.number, held.check_code, "青桥区司法局", "法律明白人")
    assert (pages, [each in text for each in told]) == (1, [True] * 5)
    assert did(user, "people.certificate.print", to=held)


def test_name_that_no_typeface_has_is_told_and_never_printed_as_a_box(client, held):
    """U+323B0: in no typeface there is yet. Of a batch the others are printed without it."""
    other = CertificateFactory(
        appointment__person=PersonFactory(name="\U000323b0明"),
        appointment__community=held.appointment.community,
    )
    client.force_login(coordinator_of(held.appointment.community))
    answer = client.get(BADGES, {"pk": [held.pk, other.pk]})
    told = f"没有“\U000323b0”，印出来会是空框，所以没有生成：\U000323b0明（{other.number}）。请管理员安装"
    assert (answer.status_code, told in answer.content.decode(), held.number in answer.content.decode()) == (
        503, True, False,
    )  # fmt: skip
    for name in ("𠮷田", "㛃", "𬭛", "阿卜杜热合曼·买买提"):
        Person.objects.filter(pk=held.appointment.person_id).update(name=name)
        assert name in text_of(client.get(BADGES, {"pk": [held.pk]}))[1]


def test_every_certificate_is_reached_page_by_page(client, monkeypatch):
    monkeypatch.setattr("sites.portal.views.certificates.PAGE_SIZE", 2)
    community = CommunityFactory()
    made = [CertificateFactory(appointment__community=community) for _ in range(3)]
    client.force_login(coordinator_of(community))
    first, second = (client.get(LIST, {"page": number}).content.decode() for number in (1, 2))
    assert [each.number in first for each in made] == [False, True, True]
    assert [each.number in second for each in made] == [True, False, False]
    assert all("共 3 张" in page for page in (first, second))
    assert f"{BADGES}?pk={made[2].pk}&amp;pk={made[1].pk}" in first
    assert text_of(client.get(BADGES, {"pk": [made[2].pk, made[1].pk]}))[1].count("青普明") == 2


def test_batch_is_printed_with_the_seal_of_its_scheme(client, held):
    """The seal goes over the issuer's name, which stays text."""
    batch = IssueBatch.objects.create(role="literate")
    for _ in range(2):
        CertificateFactory(batch=batch)
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    sizes = {}
    for seal in (None, LibraryImageFactory()):
        CertificateScheme.objects.update(seal=seal)
        response = client.get(reverse("portal:certificates_file"), {"batch": batch.pk})
        content = b"".join(response.streaming_content)
        pages = PdfReader(io.BytesIO(content)).pages
        sizes[seal] = [len(page.images) for page in pages]
        assert ["青桥区司法局" in page.extract_text() for page in pages] == [True, True]
    assert list(sizes.values()) == [[0, 0], [1, 1]]
    for other in ("0", "x", "", "99999999999999999999"):
        assert client.get(reverse("portal:certificates_file"), {"batch": other}).status_code == 404


@pytest.mark.parametrize(("count", "pages"), [(1, 1), (10, 1), (11, 2)])
def test_badges_stand_ten_on_a_page(count, pages, client):
    community = CommunityFactory()
    for _ in range(count):
        CertificateFactory(appointment=AppointmentFactory(community=community))
    client.force_login(coordinator_of(community))
    assert text_of(client.get(BADGES))[0] == pages


def test_paper_of_other_places_and_of_withdrawn_ones_is_not_found(client, held):
    address = reverse("portal:certificate_file", args=[held.pk])
    client.force_login(coordinator_of(CommunityFactory()))
    assert [client.get(each).status_code for each in (address, BADGES, f"{BADGES}?pk={held.pk}")] == [404] * 3
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    assert client.get(address).status_code == 200
    held.withdrawn_on = "2026-02-01"
    held.save()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("state", "days_left", "is_printed"),
    [
        (AppointmentState.ACTIVE, None, True),
        (AppointmentState.ACTIVE, 0, True),
        (AppointmentState.ACTIVE, -1, False),
        (AppointmentState.PAUSED, None, False),
        (AppointmentState.LEFT, None, False),
        (AppointmentState.REMOVED, None, False),
    ],
)
def test_only_what_the_public_check_calls_valid_goes_on_paper(client, state, days_left, is_printed):
    today = timezone.localdate()
    until = None if days_left is None else today + timedelta(days=days_left)
    held = CertificateFactory(appointment__state=state, valid_until=until)
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    link = reverse("portal:certificate_file", args=[held.pk])
    assert (held.number in client.get(LIST).content.decode()) is is_printed
    assert [client.get(each).status_code for each in (link, BADGES)] == [200 if is_printed else 404] * 2
    page = client.get(reverse("certificate:inspect", args=[held.pk])).content.decode()
    assert [link in page, str(held.standing(today).label) in page] == [is_printed, True]


@pytest.mark.parametrize("role", [Role.MEMBER, Role.AGENCY_LOGGER, Role.EDITOR, Role.REVIEWER], ids=str)
def test_others_print_nothing(role, client, held):
    client.force_login(UserFactory(roles=[role]))
    addresses = (LIST, BADGES, reverse("portal:certificate_file", args=[held.pk]))
    assert [client.get(each).status_code for each in addresses] == [404] * 3
