"""What the framework and the background say to the office: in Chinese, all of it."""

import json
import re
from importlib import import_module
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, npgettext, override, pgettext
from django_tasks.base import Task

from cms.accounts.enums import Role
from cms.core.task_names import NAMES
from tests.cms.accounts.factories import UserFactory

# Named so everywhere, or shown to nobody in the office.
UNTOLD = {"ID", "URL", "Wagtail API v2", "Wagtail sitemaps"}
ENTRY = re.compile(
    r'^(?:msgctxt "(?P<context>.*)"\n)?msgid "(?P<id>.*)"\n(?P<more>(?:".*"\n)*)'
    r'(?:msgid_plural "(?P<plural>.*)"\n(?P<many>(?:".*"\n)*))?msgstr',
    re.MULTILINE,
)
CATALOGUE = Path("cms/core/locale/zh_Hans/LC_MESSAGES/django.po")
HAN = re.compile("[\u3400-\u9fff]")
WORD = re.compile("[A-Za-z]{2,}")
# What is filled in, and markup.
MARKS = re.compile(r"%\(\w+\)[sd]|<[^>]+>")


def messages(domain: str) -> set[tuple[str, str, str]]:
    """What the framework's apps that are installed can say: context, words, plural."""
    found = set()
    for config in apps.get_app_configs():
        path = Path(config.path) / "locale/en/LC_MESSAGES" / f"{domain}.po"
        if config.name.startswith("wagtail") and path.exists():
            for entry in ENTRY.finditer(path.read_text()):
                found.add((
                    _text(entry["context"]), _text(entry["id"], entry["more"]),
                    _text(entry["plural"], entry["many"]),
                ))  # fmt: skip
    return {message for message in found if message[1]}


def _text(first: str | None, more: str | None = "") -> str:
    lines = [first or "", *re.findall(r'^"(.*)"$', more or "", re.MULTILINE)]
    return "".join(lines).replace('\\"', '"').replace("\\n", "\n").replace("\\\\", "\\")


def entries() -> list[tuple[str, str]]:
    """Our own catalogue; messages with plurals aside."""
    pairs = re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', CATALOGUE.read_text(), re.MULTILINE)
    return [(name.replace('\\"', '"'), told.replace('\\"', '"')) for name, told in pairs]


def in_chinese(context: str, words: str, plural: str) -> str:
    if plural:
        return npgettext(context, words, plural, 2) if context else translation.ngettext(words, plural, 2)
    return pgettext(context, words) if context else gettext(words)


def test_everything_the_framework_can_say_is_said_in_chinese():
    told = messages("django")
    assert len(told) > 800
    shown = {words: in_chinese(context, words, plural) for context, words, plural in told}
    left = {
        words for words, here in shown.items() if WORD.search(MARKS.sub("", here)) and not HAN.search(here)
    }
    assert left == UNTOLD


@pytest.mark.django_db
def test_what_the_framework_says_in_the_browser_is_in_chinese():
    script = Client().get("/office/jsi18n/").content.decode()
    catalogue = json.loads(re.search(r"const newcatalog = (\{.*?\n  \});", script, re.DOTALL)[1])
    left = {
        words for _context, words, _plural in messages("djangojs")
        if WORD.search(MARKS.sub("", words)) and not HAN.search(str(catalogue.get(words, "")))
    }  # fmt: skip
    assert left == set()


# Where tasks are declared, the framework's among them.
ROOMS = ("cms.", "search", "media", "sites.api", "modelsearch", "wagtail")


def test_every_task_has_a_name():
    for config in apps.get_app_configs():
        if config.name.startswith(ROOMS) and (Path(config.path) / "tasks.py").exists():
            import_module(f"{config.name}.tasks")
    tasks = {
        each.module_path for name in ("tasks", "publishing") for config in apps.get_app_configs()
        if config.name.startswith(ROOMS) and (Path(config.path) / f"{name}.py").exists()
        for each in vars(import_module(f"{config.name}.{name}")).values() if isinstance(each, Task)
    }  # fmt: skip
    assert tasks == set(NAMES)


def test_catalogue_is_the_one_in_use():
    assert len(entries()) > 40
    with override("zh-hans"):
        assert {name: gettext(name) for name, _told in entries()} == dict(entries())


def test_places_for_values_are_those_of_the_original():
    places = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
    assert [name for name, told in entries() if set(places.findall(name)) != set(places.findall(told))] == []


@pytest.mark.django_db
def test_who_may_not_enter_is_told_in_chinese(client):
    client.force_login(UserFactory(roles=[Role.EDITOR]))
    answer = client.get(reverse("task_runs:index"), follow=True).content.decode()
    assert "您没有权限打开刚才那一页" in answer
    assert "permission" not in re.sub(r"<[^>]+>", "", answer.split("<main")[-1])


@pytest.mark.parametrize(
    ("field", "given", "told"),
    [
        (forms.CharField(), "", "请填写这一项。"),
        (forms.CharField(max_length=2), "三个字", "最多 2 个字，现在是 3 个，请改短。"),
        (forms.IntegerField(), "一百", "请填一个整数。"),
        (forms.DecimalField(max_digits=5, decimal_places=1), "88.55", "小数点后最多 1 位。"),
        (forms.DecimalField(max_value=100), "101", "不能大于 100。"),
        (forms.DateField(), "明天", "日期不对，请照 2026-12-04 的样子填写。"),
        (forms.TimeField(), "25:00", "时间不对，请照 14:30 的样子填写。"),
        (forms.ChoiceField(choices=[("甲", "甲")]), "乙", "“乙”不在可选的里面，请重新选择。"),
        (forms.EmailField(), "x@", "邮箱地址不对，请核对。"),
        (forms.FileField(), None, "请填写这一项。"),
    ],
)
def test_what_a_form_refuses_says_how_to_mend_it(field, given, told):
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(given)
    assert refused.value.messages == [told]


def test_framework_speaks_to_who_reads_as_we_do():
    assert gettext("You need a password to access this page.") == "您需要访问该页面的密码。"
