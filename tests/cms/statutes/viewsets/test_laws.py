"""Laws in the admin: other names of a law are typed a line each."""

import pytest
from django import forms
from django.urls import reverse

from cms.accounts.enums import Role
from cms.core.values import version_of
from cms.core.viewsets import RuledViewSet
from tests.cms.accounts.factories import UserFactory
from tests.cms.statutes.factories import LawFactory
from tests.quality.test_one_pen import _registered

pytestmark = pytest.mark.django_db


@pytest.fixture
def law(client):
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    return LawFactory(title="中华人民共和国消费者权益保护法", aliases=["消法", "消保法"])


def _save(client, law, aliases):
    address = reverse("law:edit", args=[law.pk])
    shown = client.get(address).context["form"]
    values = {name: shown[name].value() or "" for name in shown.fields}
    answer = client.post(address, {**values, "aliases": aliases, "seen": version_of(law)})
    law.refresh_from_db()
    return answer


def test_names_are_shown_a_line_each(client, law):
    shown = client.get(reverse("law:edit", args=[law.pk])).context["form"]["aliases"]
    assert shown.value() == "消法\n消保法"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("消法\r\n消费者法", ["消法", "消费者法"]),
        (" 消法 \n\n消法\n", ["消法"]),
        ("", []),
        ('["消法"]', ['["消法"]']),
    ],
)
def test_names_are_kept_as_typed_once_each(client, law, typed, kept):
    assert (_save(client, law, typed).status_code, law.aliases) == (302, kept)


@pytest.mark.parametrize(("length", "taken"), [(120, True), (121, False)])
def test_name_too_long_is_told(client, law, length, taken):
    answer = _save(client, law, "消法\n" + "长" * length)
    assert (answer.status_code == 302) is taken
    if not taken:
        assert list(answer.context["form"].errors) == ["aliases"]


def test_nobody_is_asked_for_json():
    """A value in brackets and quotes is no question to ask in an office."""
    asking = [
        (viewset.name, name)
        for viewset in _registered()
        if isinstance(viewset, RuledViewSet) and (viewset.adds or viewset.changes)
        for name, field in viewset.get_form_class(for_update=bool(viewset.changes)).base_fields.items()
        if isinstance(field, forms.JSONField)
    ]
    assert asking == []
