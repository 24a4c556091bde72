"""A person enters the roster once; whoever looks alike is another by a decision only."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed, RuleBroken
from cms.core.values import version_of
from cms.people.models import Person
from cms.people.services.persons import LooksAlike, add_person, change_person
from tests.cms.accounts.factories import UserFactory
from tests.cms.people.factories import AppointmentFactory, PersonFactory

pytestmark = pytest.mark.django_db
PHONE, OTHER = "19900001234", "19900009999"
IDENTITY = "31010719770206955X"


@pytest.fixture
def office():
    return UserFactory(roles=[Role.OFFICE])


@pytest.mark.parametrize(
    ("held", "given"),
    [
        ({"birth": "1980-05"}, {"birth": "1980-05"}),
        ({"birth": ""}, {}),
        ({"birth": "1980-05", "phone": PHONE}, {"phone": PHONE}),
        ({"birth": "1980-05", "phone": PHONE}, {"birth": "1981-06", "phone": PHONE}),
    ],
)
def test_somebody_alike_is_told_and_no_second_is_made(office, held, given):
    person = PersonFactory(**{"name": "王小明", "phone": OTHER, **held})
    with pytest.raises(LooksAlike) as told:
        add_person({"name": "王小明", **given}, actor=office)
    assert (told.value.persons, Person.objects.count()) == ([person], 1)


def test_telephone_given_with_a_role_counts_too(office):
    held = AppointmentFactory(person__name="王小明", phone=PHONE).person
    with pytest.raises(LooksAlike) as told:
        add_person({"name": "王小明", "birth": "1999-01", "phone": PHONE}, actor=office)
    assert told.value.persons == [held]


@pytest.mark.parametrize(
    "given",
    [
        {"name": "王小明", "birth": "1981-05"},
        {"name": "王小明", "birth": "1981-05", "phone": OTHER},
        {"name": "李小明", "birth": "1980-05"},
        {"name": "李小明", "birth": "1980-05", "phone": PHONE},
    ],
)
def test_who_differs_is_entered_at_once(office, given):
    PersonFactory(name="王小明", birth="1980-05", phone=PHONE)
    assert add_person(given, actor=office).pk


def test_decision_is_about_those_who_were_told(office):
    first = PersonFactory(name="王小明", birth="1980-05")
    given = {"name": "王小明", "birth": "1980-05"}
    second = add_person(given, actor=office, apart=[first.pk])
    with pytest.raises(LooksAlike):
        add_person(given, actor=office, apart=[first.pk])
    assert add_person(given, actor=office, apart=[first.pk, second.pk]).pk


def test_nobody_has_the_identity_number_of_another_whatever_is_decided(office):
    held = PersonFactory(name="王小明", identity_number=IDENTITY)
    with pytest.raises(RuleBroken, match="已属于名册中的另一人"):
        add_person({"name": "李小红", "identity_number": IDENTITY}, actor=office, apart=[held.pk])
    assert Person.objects.count() == 1


def test_correction_that_makes_two_alike_is_asked_about(office):
    held, other = (PersonFactory(name=name, birth="1980-05") for name in ("王小明", "王晓明"))
    with pytest.raises(LooksAlike):
        change_person(other, {"name": "王小明"}, actor=office)
    change_person(other, {"name": "王小明"}, actor=office, apart=[held.pk])
    # Decided once: what else is corrected does not ask again.
    assert change_person(other, {"name": "王小明", "skills": "剪纸"}, actor=office).skills == "剪纸"


def test_others_add_nobody(office):
    with pytest.raises(NotAllowed):
        add_person({"name": "王小明"}, actor=UserFactory(roles=[Role.EDITOR]))


def _send(client, person=None, **typed):
    address = reverse("person:edit", args=[person.pk]) if person else reverse("person:add")
    return client.post(address, typed)


def test_form_shows_who_looks_alike_and_the_second_save_decides(client, office):
    client.force_login(office)
    held = PersonFactory(name="王小明", birth="1980-05", phone=PHONE)
    page = _send(client, name="王小明", birth="1980-05", skills="写了半天")
    text = BeautifulSoup(page.content, "html.parser")
    link = text.find("a", href=reverse("person:inspect", args=[held.pk]))
    assert link.text.strip() == "王小明（1980-05，199****1234）"
    assert (text.find("input", {"name": "skills"})["value"], Person.objects.count()) == ("写了半天", 1)
    apart = text.find("input", {"name": "apart"})["value"]
    again = _send(client, name="王小明", birth="1980-05", skills="写了半天", apart=apart)
    assert (again.status_code, Person.objects.count()) == (302, 2)


def test_second_of_two_taps_makes_no_second_person(client, office):
    client.force_login(office)
    answers = [_send(client, name="王小明", birth="1980-05").status_code for _ in range(2)]
    assert (answers, Person.objects.count()) == ([302, 200], 1)


@pytest.mark.parametrize("apart", ["x", "-1", "９", "99999999999999999999", "<b>"])
def test_decision_nobody_made_counts_for_nothing(client, office, apart):
    client.force_login(office)
    PersonFactory(name="王小明", birth="1980-05")
    page = _send(client, name="王小明", birth="1980-05", apart=apart)
    assert (page.status_code, Person.objects.count()) == (200, 1)


def test_correcting_in_the_form_asks_the_same(client, office):
    client.force_login(office)
    PersonFactory(name="王小明", birth="1980-05")
    other = PersonFactory(name="王晓明", birth="1980-05")
    typed = {"name": "王小明", "birth": "1980-05", "seen": version_of(other)}
    page = _send(client, other, **typed)
    assert "名册里已有" in page.content.decode()
    other.refresh_from_db()
    assert other.name == "王晓明"
    _send(client, other, **typed, apart=page.context["form"]["apart"].value())
    other.refresh_from_db()
    assert other.name == "王小明"
