"""What nobody sees is taken out where it is harmless, refused where it turns a text around."""

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from cms.accounts.enums import Role
from cms.agencies.models import Agency
from cms.core.invisible import refuse_invisible, refuse_turning, without_empty
from tests.cms.accounts.factories import UserFactory
from tests.cms.campaigns.factories import ArticlePageFactory
from tests.cms.campaigns.ways import typed

EMPTY = ["\u200b", "\u200c", "\u2060", "\ufeff", "\u00ad", "\u180e", "\u3164"]
TURNING = [
    "\u202e",
    "\u202a",
    "\u2066",
    "\u2069",
    "\u200e",
    "\u200f",
    "\u061c",
    "\u0007",
    "\u0085",
    "\U000e0041",
]
FAMILY = "👩\u200d👧"


@pytest.mark.parametrize("char", EMPTY, ids=lambda char: f"{ord(char):04x}")
def test_form_takes_out_what_stands_for_nothing(char):
    assert forms.CharField().clean(f"宪{char}法{char}") == "宪法"
    with pytest.raises(ValidationError):
        forms.CharField().clean(char)


@pytest.mark.parametrize("char", TURNING, ids=lambda char: f"{ord(char):04x}")
@pytest.mark.parametrize("ask", [forms.CharField().clean, refuse_turning, refuse_invisible])
def test_what_turns_a_text_around_is_refused_by_name_and_place(char, ask):
    with pytest.raises(ValidationError) as refused:
        ask(f"宪法{char}宣传")
    assert refused.value.messages == [
        f"“宪法”后面有看不见的控制字符（U+{ord(char):04X}），会使文字显示错乱。请删去这几个字，重新输入。"
    ]


def test_first_character_is_told_as_such():
    with pytest.raises(ValidationError, match="开头有看不见的控制字符（U\\+202E）"):
        forms.CharField().clean("\u202e宪法")


@pytest.mark.parametrize(
    "text", ["宪法\n宣传", "一\t二", "一\r\n二", "Ａ　Ｂ", FAMILY, "❤\ufe0f\u200d🔥", "é", "𠀀"]
)
def test_what_is_seen_passes_as_it_is(text):
    assert forms.CharField(strip=False).clean(text) == text
    refuse_invisible(text)


def test_joiner_is_kept_between_pictures_alone():
    assert without_empty(f"普\u200d法{FAMILY}") == f"普法{FAMILY}"


def test_empty_byte_is_told_in_words():
    with pytest.raises(ValidationError, match="有看不见的空字符（U\\+0000），请删去后重新输入。"):
        forms.CharField().clean("宪\0法")


def test_every_text_of_every_model_is_asked():
    fields = [each for model in apps.get_models() for each in model._meta.local_concrete_fields]
    asked = {models.CharField: refuse_invisible, models.TextField: refuse_turning}
    lax = {
        str(field)
        for field in fields
        for kind, question in asked.items()
        if isinstance(field, kind) and question not in field.validators
    }
    assert lax == set()


@pytest.mark.django_db
def test_service_that_met_no_form_is_refused():
    with pytest.raises(ValidationError, match="有看不见的字符"):
        Agency(name="区司法\u200b局", short_name="区司法局", code="sf", kind="party").full_clean()


@pytest.mark.django_db
def test_title_of_a_page_is_cleaned_or_refused_with_what_was_typed_kept(client):
    editor = UserFactory(roles=[Role.EDITOR])
    page = ArticlePageFactory(live=False, owner=editor)
    client.force_login(editor)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    answer = client.post(address, typed(page, title="宪法\u202e宣传", summary="写了半天"))
    assert answer.status_code == 200
    assert "U+202E" in answer.content.decode()
    assert "写了半天" in answer.content.decode()
    assert client.post(address, typed(page, title="宪法\u200b宣传")).status_code == 302
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().title == "宪法宣传"
