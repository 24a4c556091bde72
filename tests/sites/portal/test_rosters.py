"""Gaps of the own places with what-if, and the two papers of the roster."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from cms.accounts.enums import Role
from cms.core.models import AuditEntry
from cms.people.models import NominationStep
from cms.people.queries.coverage import coverage, gaps_by_town
from cms.places.models import Outline, Place
from tests.cms.accounts.factories import UserFactory
from tests.cms.people.factories import (
    AppointmentFactory,
    CertificateFactory,
    NominationFactory,
    PersonFactory,
    VolunteerFactory,
)
from tests.cms.people.services.test_nominations import coordinator_of
from tests.cms.places.factories import CommunityFactory

pytestmark = pytest.mark.django_db
GAPS = reverse("portal:coverage")
TODAY = timezone.localdate()


@pytest.fixture
def community():
    return CommunityFactory(name="柳林居委会")


@pytest.fixture
def office():
    return UserFactory(roles=[Role.OFFICE])


def test_gap_counts_the_active_and_tells_who_is_on_the_way(community):
    AppointmentFactory(community=community)
    NominationFactory(community=community, state="exam")
    NominationFactory(community=community, state="refused")
    NominationFactory(community=community, role="leader")
    row = coverage(Place.objects.filter(pk=community.pk))[0]
    assert (row.active, row.training, row.missing) == (1, 1, 2)


@pytest.mark.parametrize(
    ("changes", "expiring"),
    [
        ({"valid_until": TODAY + timedelta(days=30)}, 1),
        ({"valid_until": TODAY + timedelta(days=31)}, 0),
        ({"valid_until": TODAY - timedelta(days=1)}, 1),
        ({"valid_until": None}, 0),
        ({"valid_until": TODAY, "withdrawn_on": TODAY}, 0),
    ],
)
def test_certificates_that_run_out_by_the_day_are_missing_then(changes, expiring, community):
    CertificateFactory(appointment=AppointmentFactory(community=community), **changes)
    row = coverage(Place.objects.filter(pk=community.pk), TODAY + timedelta(days=30))[0]
    assert (row.expiring, row.missing, row.missing_then) == (expiring, 2, 2 + expiring)
    assert gaps_by_town([row]) == {community.parent_id: 2 + expiring}


def test_coordinator_sees_the_own_gaps_and_no_map(client, community):
    other = CommunityFactory(name="枕河居委会")
    client.force_login(coordinator_of(community))
    page = client.get(GAPS, {"months": "6"}).content.decode()
    told = ["柳林居委会" in page, "会差&nbsp;3&nbsp;人" in page, other.name in page, "<svg" in page]
    assert told == [True, True, False, False]


def test_office_sees_the_map_with_the_table_beside(client, community, office):
    square = {"type": "MultiPolygon", "coordinates": [[[[0, 0], [1, 0], [1, 1], [0, 0]]]]}
    Outline.objects.create(place=community.parent, shape=square)
    CommunityFactory(name="枕河居委会")
    client.force_login(office)
    page = client.get(GAPS).content.decode()
    assert (f"{community.parent}：3" in page, "枕河居委会" in page) == (True, True)
    page = client.get(GAPS, {"town": community.parent_id}).content.decode()
    assert ("柳林居委会" in page, "枕河居委会" in page) == (True, False)


@pytest.mark.parametrize("asked", [{"months": "x"}, {"months": "99"}, {"town": "x"}, {"town": "9" * 30}])
def test_what_is_no_choice_breaks_nothing(asked, client, community):
    client.force_login(coordinator_of(community))
    assert client.get(GAPS, asked).status_code == 200


def words_of(response) -> str:
    document = Document(io.BytesIO(b"".join(response.streaming_content)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def test_roster_lists_those_in_the_own_roster_with_masked_numbers(client, community):
    person = PersonFactory(name="方知秋", phone="19900001234")
    AppointmentFactory(community=community, person=person, certificate_number="青普明1号")
    absent = [
        AppointmentFactory(),
        AppointmentFactory(community=community, state="left"),
        VolunteerFactory(community=community),
    ]
    client.force_login(coordinator_of(community))
    words = words_of(client.get(reverse("portal:roster_file", args=["docx"])))
    told = [each in words for each in ("方知秋", "199****1234", "青普明1号", "柳林居委会")]
    kept = [each in words for each in ("19900001234", *(str(each.person) for each in absent))]
    assert (told, kept) == ([True] * 4, [False] * 4)
    assert AuditEntry.objects.get().action == "people.appointment.export"


def test_registration_form_has_each_opinion_as_it_was_given(client, community):
    nomination = NominationFactory(community=community, state="opinion", category="网格员")
    for verb, opinion, score in (("check", "情况属实", None), ("train", "", None), ("exam", "", 91)):
        NominationStep.objects.create(
            nomination=nomination, verb=verb, done_on=TODAY, actor_name="居安和", opinion=opinion, score=score
        )
    client.force_login(coordinator_of(community))
    words = words_of(client.get(reverse("portal:form_file", args=[nomination.pk, "docx"])))
    signed = "情况属实\n\u3000\n\u3000\n签字（盖章）：居安和"
    told = ("法律明白人登记表", str(nomination.person), "网格员", signed, "91.0 分", "司法所意见")
    assert [each in words for each in told] == [True] * 6
    assert nomination.person.phone not in words


def test_forms_of_several_are_one_file_with_a_page_each(client, community):
    mine = [NominationFactory(community=community, role=role) for role in ("literate", "leader", "literate")]
    others = NominationFactory()
    client.force_login(coordinator_of(community))
    page = client.get(reverse("portal:forms")).content.decode()
    assert [str(each.person) in page for each in (*mine, others)] == [True] * 3 + [False]
    asked = {"pk": [str(each.pk) for each in (mine[0], mine[1], others)]}
    document = Document(io.BytesIO(b"".join(file(client, "docx", asked).streaming_content)))
    assert [table.cell(0, 1).text for table in document.tables] == [str(each.person) for each in mine[:2]]
    titles = [each.text for each in document.paragraphs if each.paragraph_format.page_break_before]
    assert (document.paragraphs[0].text, titles) == ("法律明白人登记表", ["法治带头人登记表"])
    pages = PdfReader(io.BytesIO(b"".join(file(client, "pdf", asked).streaming_content))).pages
    read = ["".join(each.extract_text().split()) for each in pages]
    assert [str(each.person) in words for each, words in zip(mine, read, strict=False)] == [
        True,
        True,
    ]
    taken = AuditEntry.objects.filter(action="people.nomination.print").values_list("target_id", flat=True)
    assert sorted(taken) == sorted([str(each.pk) for each in mine[:2]] * 2)


@pytest.mark.parametrize("asked", [{}, {"pk": "x"}, {"pk": "9" * 30}])
def test_form_of_nobody_asks_to_tick_somebody(asked, client, community):
    client.force_login(coordinator_of(community))
    told = client.get(reverse("portal:forms_file", args=["pdf"]), asked, follow=True).content.decode()
    assert "请先勾选要打印登记表的人" in told


def file(client, kind, asked):
    response = client.get(reverse("portal:forms_file", args=[kind]), asked)
    assert response.status_code == 200
    return response


def test_papers_of_other_places_are_not_found(client, community):
    nomination = NominationFactory(community=community)
    client.force_login(coordinator_of(CommunityFactory()))
    assert client.get(reverse("portal:form_file", args=[nomination.pk, "pdf"])).status_code == 404
    client.force_login(coordinator_of(community))
    statuses = [
        client.get(reverse("portal:form_file", args=[nomination.pk, kind])).status_code
        for kind in ("pdf", "docx", "exe")
    ]
    assert statuses == [200, 200, 404]


def test_gap_leads_to_putting_somebody_forward_there(client, community):
    CommunityFactory(name="枕河居委会")
    client.force_login(coordinator_of(community))
    link = f"{reverse('portal:newcomer')}?community={community.pk}"
    for page in (GAPS, reverse("portal:home")):
        assert client.get(page).content.decode().count(link) == 1
    assert f'<option value="{community.pk}" selected>' in client.get(link).content.decode()
