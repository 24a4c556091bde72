"""Two records side by side in the admin."""

import pytest
from django.urls import reverse

from cms.accounts.enums import Role
from cms.people.models import Distinction, Merge, Person
from tests.cms.accounts.factories import UserFactory
from tests.cms.people.factories import PersonFactory

pytestmark = pytest.mark.django_db
WHY = {"reason": "当面核对"}


@pytest.fixture
def desk(client):
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    return client


@pytest.fixture
def two():
    return (
        PersonFactory(name="周敏", birth="", phone="13900000001", skills="调解"),
        PersonFactory(name="周敏", birth="1978-02", phone="13900000001", skills="写作"),
    )


def read(desk, two) -> dict:
    """The page as it comes, its values as a browser would send them."""
    context = desk.get(reverse("merge:compare", args=[two[1].pk, two[0].pk])).context
    form = context["form"]
    assert (context["first"], context["second"]) == two
    chosen = {name: field.initial for name, field in form.fields.items() if name != "reason"}
    return {**chosen, "seen_first": context["seen"][0], "seen_second": context["seen"][1]}


def send(desk, two, data):
    return desk.post(reverse("merge:compare", args=[each.pk for each in two]), data, follow=True)


def test_suggested_with_why_and_without_numbers(desk, two):
    page = desk.get(reverse("merge:suggestions")).content.decode()
    assert "同名、同手机号" in page
    assert "139****0001" in page
    assert "13900000001" not in page


def test_only_what_differs_is_chosen_and_the_choice_stays(desk, two):
    asked = read(desk, two)
    assert {"birth", "skills"} == asked.keys() - {"seen_first", "seen_second"}
    assert (asked["birth"], asked["skills"]) == ("second", "first")
    page = send(desk, two, {**asked, "skills": "second", **WHY})
    kept = Person.objects.get()
    assert (kept.pk, kept.birth, kept.skills) == (two[0].pk, "1978-02", "写作")
    assert page.redirect_chain[-1][0] == reverse("merge:inspect", args=[Merge.objects.get().pk])


def test_two_are_said_to_be_two_and_no_more(desk, two):
    send(desk, two, {"two": "1"})
    assert Distinction.objects.count() == 1
    assert "没有疑似同一人的记录" in desk.get(reverse("merge:suggestions")).content.decode()
    assert "已认定不是同一人" in send(desk, two, {**read(desk, two), **WHY}).content.decode()
    send(desk, two, {"unsure": "1"})
    assert Distinction.objects.count() == 0
    assert Person.objects.count() == 2


@pytest.mark.parametrize(
    ("changed", "told"),
    [({"reason": ""}, "请写明怎样核实"), ({"seen_second": "older"}, "刚被别人改动过"), ({"birth": "x"}, "")],
)
def test_what_is_missing_or_was_changed_is_told(changed, told, desk, two):
    page = send(desk, two, {**read(desk, two), **WHY, **changed})
    assert told in page.content.decode()
    assert Person.objects.count() == 2


def test_other_numbers_leave_no_button(desk, two):
    for each, number in zip(two, ("11010519491231002X", "110105194912310046"), strict=True):
        each.identity_number = number
        each.save()
    page = desk.get(reverse("merge:compare", args=[each.pk for each in two])).content.decode()
    assert "身份证号不同" in page
    assert "合并为一人" not in page


@pytest.mark.parametrize("keys", [(1, 1), (1, 999)])
def test_what_is_no_pair_is_not_found(keys, desk):
    assert desk.get(reverse("merge:compare", args=keys)).status_code == 404
