"""Lists of choices that are found by writing."""

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.urls import reverse

from cms.accounts.enums import Role
from cms.agencies.models import Agency
from cms.core.pickers import FindCheckboxes, FindSelect, let_find
from tests.cms.accounts.factories import UserFactory
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.statutes.factories import LawFactory

pytestmark = pytest.mark.django_db


class Chosen(forms.Form):
    one = forms.ModelChoiceField(Agency.objects.all())
    some = forms.ModelMultipleChoiceField(Agency.objects.all())
    fixed = forms.ChoiceField(choices=[("a", "甲")])


def test_records_are_found_by_pinyin_initials_and_number_and_fixed_words_stay():
    AgencyFactory(name="区民政局", short_name="民政局", code="QQ-MZ")
    form = Chosen()
    let_find(form)
    page = BeautifulSoup(str(form), "html.parser")
    assert [each["data-find"] for each in page.select("[data-find]")] == ["minzhengju mzj QQ-MZ"] * 2
    assert [type(each.widget) for each in form.fields.values()] == [FindSelect, FindCheckboxes, forms.Select]


@pytest.mark.parametrize("address", ["events:add", "goal:add"])
def test_form_of_the_admin_brings_what_its_lists_are_found_with(client, address):
    LawFactory(title="中华人民共和国民法典")
    AgencyFactory()
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    page = BeautifulSoup(client.get(reverse(address)).content.decode(), "html.parser")
    assert page.select("[data-find]")
    assert page.select("script[src*='core/pickers']")
