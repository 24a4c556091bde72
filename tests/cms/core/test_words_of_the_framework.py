"""What the framework refuses, locks and reports in the admin is said in Chinese."""

import ast
import re
from pathlib import Path

import pytest
import wagtail
from django.urls import reverse
from django.utils.translation import gettext, ngettext, override

from cms.accounts.enums import Role
from tests.cms.accounts.factories import UserFactory

CATALOGUE = Path("cms/core/locale/zh_Hans/LC_MESSAGES/django.po")
FRAMEWORK = Path(wagtail.__file__).parent
# Where it says no, and why.
SAYING_NO = [
    "locks.py",
    "models/pages.py",
    "admin/auth.py",
    "admin/forms/pages.py",
    *(f"admin/views/pages/{name}.py" for name in ("create", "edit", "copy", "move")),
    *(f"admin/views/generic/{name}.py" for name in ("workflow", "lock")),
]
GETTEXT = ("_", "gettext", "gettext_lazy")
# Never shown: copies have one page to choose, and pages their own words for it.
UNSEEN = {"The new page will be a child of this given parent page."}


def entries() -> list[tuple[str, str]]:
    pairs = re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', CATALOGUE.read_text(), re.MULTILINE)
    return [(name.replace('\\"', '"'), told.replace('\\"', '"')) for name, told in pairs]


def sentences(path: Path) -> set[str]:
    return {
        call.args[0].value
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in GETTEXT
        and isinstance(call.args[0], ast.Constant)
    }


def is_chinese(words: str) -> bool:
    return bool(re.search("[一-鿿]", words))


# What every list, form and page of the admin shows around what is ours.
AROUND = [
    "generic/index.html", "generic/base.html", "base.html", "admin_base.html", "pages/index.html",
    "tables/title_cell.html", "tables/column_header.html", "shared/headers/slim_header.html",
    "shared/side_panels/checks.html",
    "generic/confirm_delete.html", "pages/confirm_delete.html", "pages/confirm_unpublish.html",
]  # fmt: skip


def shown(path: Path) -> set[str]:
    """What the template says; a sentence with plurals by its first form."""
    said = path.read_text()
    found = set(re.findall(r"""{%-? *trans(?:late)? +"([^"]+)\"""", said))
    found |= set(re.findall(r"""{%-? *trans(?:late)? +'([^']+)'""", said))
    for block in re.findall(
        r"{% *blocktrans(?:late)?\b.*?%}(.*?){% *(?:plural|endblocktrans)", said, re.DOTALL
    ):
        lines = "".join(line.strip() and f"{line.strip()} " for line in block.splitlines()).strip()
        found.add(re.sub(r"{{ *(\w+) *}}", r"%(\1)s", lines))
    return found


@pytest.mark.parametrize("name", AROUND)
def test_what_stands_around_lists_and_forms_is_chinese(name):
    path = FRAMEWORK / "admin/templates/wagtailadmin" / name
    with override("zh-hans"):
        english = {
            each
            for each in shown(path)
            if re.search("[a-z]", each) and not is_chinese(gettext(each) + ngettext(each, each, 2))
        }
    # Of pages in a second language there are none.
    assert {each for each in english if "translation" not in each} == set()


def test_catalogue_is_the_one_in_use():
    assert len(entries()) > 40
    with override("zh-hans"):
        assert {name: gettext(name) for name, _told in entries()} == dict(entries())


def test_places_for_values_are_those_of_the_original():
    places = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
    assert [name for name, told in entries() if set(places.findall(name)) != set(places.findall(told))] == []


@pytest.mark.parametrize("name", SAYING_NO)
def test_what_the_framework_says_no_with_is_chinese(name):
    with override("zh-hans"):
        english = {each for each in sentences(FRAMEWORK / name) if not re.search("[一-鿿]", gettext(each))}
    assert english - UNSEEN == set()


@pytest.mark.django_db
def test_who_may_not_enter_is_told_in_chinese(client):
    client.force_login(UserFactory(roles=[Role.EDITOR]))
    answer = client.get(reverse("task_runs:index"), follow=True).content.decode()
    assert "您没有权限打开刚才那一页" in answer
    assert "permission" not in re.sub(r"<[^>]+>", "", answer.split("<main")[-1])
