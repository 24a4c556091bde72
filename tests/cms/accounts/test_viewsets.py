"""The office's tables in the admin: who sees them, who writes, what is logged."""

import pytest
from django.urls import reverse

from cms.accounts.enums import Role
from cms.core.models import AuditEntry
from cms.core.values import version_of
from cms.places.models import Place
from tests.cms.accounts.factories import UserFactory
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.people.factories import AppointmentFactory
from tests.cms.places.factories import CommunityFactory, DistrictFactory, ServicePointFactory, VenueFactory
from tests.cms.statutes.factories import ArticleFactory

pytestmark = pytest.mark.django_db

TABLES = {
    "place": CommunityFactory,
    "venue": VenueFactory,
    "servicepoint": ServicePointFactory,
    "agency": AgencyFactory,
    "article": ArticleFactory,
    "appointment": AppointmentFactory,
}
OFFICE_ONLY = {"appointment"}


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("role", [Role.OFFICE, Role.EDITOR, Role.AGENCY_LOGGER])
def test_table_is_open_to_those_who_may_see_it(client, table, role):
    record = TABLES[table]()
    client.force_login(UserFactory(roles=[role]))
    allowed = role == Role.OFFICE or (role == Role.EDITOR and table not in OFFICE_ONLY)
    for name, args in (("index", []), ("inspect", [record.pk])):
        response = client.get(reverse(f"{table}:{name}", args=args))
        assert (response.status_code == 200) is allowed, name


def test_office_writes_and_the_audit_names_it(client):
    office = UserFactory(roles=[Role.OFFICE])
    client.force_login(office)
    values = {"code": "310199", "name": "青桥区", "short_name": "", "kind": "district", "parent": ""}
    client.post(reverse("place:add"), values)
    place = Place.objects.get(code="310199")
    changed = {**values, "name": "青桥新区", "seen": version_of(place)}
    client.post(reverse("place:edit", args=[place.pk]), changed)
    place.refresh_from_db()
    client.post(reverse("place:delete", args=[place.pk]), {"seen": version_of(place)})
    entries = AuditEntry.objects.order_by("pk").values_list("action", "actor", "target_id")
    assert list(entries) == [
        (f"places.place.{verb}", office.pk, str(place.pk)) for verb in ("create", "change", "delete")
    ]


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER])
def test_others_of_the_office_only_look(client, role):
    place = DistrictFactory()
    client.force_login(UserFactory(roles=[role]))
    client.post(
        reverse("place:edit", args=[place.pk]), {"name": "改名", "code": place.code, "kind": "district"}
    )
    place.refresh_from_db()
    assert place.name != "改名"


def test_law_texts_cannot_be_typed(client):
    article = ArticleFactory(text="原文")
    client.force_login(UserFactory(roles=[Role.ADMINISTRATOR]))
    assert client.get(reverse("article:add")).status_code == 302
    client.post(reverse("article:edit", args=[article.pk]), {"text": "改动"})
    article.refresh_from_db()
    assert article.text == "原文"


def test_personal_numbers_are_masked_in_the_roster(client):
    appointment = AppointmentFactory(person__phone="19900001234")
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    urls = [reverse("person:index"), reverse("person:inspect", args=[appointment.person.pk])]
    for page in (client.get(url).content.decode() for url in urls):
        assert "199****1234" in page
        assert "19900001234" not in page
