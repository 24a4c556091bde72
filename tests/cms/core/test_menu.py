"""What stands in the main menu of the admin, for each role that has one."""

import pytest
from django.test import RequestFactory
from django.urls import reverse
from wagtail.admin.menu import SubmenuMenuItem, admin_menu

from cms.accounts.enums import Role
from tests.cms.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db
INSIDE = (Role.ADMINISTRATOR, Role.OFFICE, Role.EDITOR, Role.REVIEWER)


def shown(menu, request):
    return sorted(menu.menu_items_for_request(request), key=lambda item: item.order)


def panels(role):
    """The entries of the first level, and those of each menu below, by its name."""
    # Our tables enter the menu when the addresses are read.
    request = RequestFactory().get(reverse("wagtailadmin_home"))
    request.user = UserFactory(roles=[role])
    found, left = {"": shown(admin_menu, request)}, []
    left += found[""]
    while left:
        item = left.pop()
        if isinstance(item, SubmenuMenuItem):
            found[str(item.label)] = shown(item.menu, request)
            left += found[str(item.label)]
    return found


@pytest.mark.parametrize("role", INSIDE)
def test_at_most_eight_entries_stand_first_and_each_has_a_place(role):
    first = [str(item.label) for item in panels(role)[""]]
    groups = ["内容", "履职", "名册与培训", "地点与站点", "法规与检索", "来信", "导入", "设置"]
    assert first == [each for each in groups if each in first]
    assert {"内容", "履职", "地点与站点", "法规与检索"} <= set(first)
    assert ("设置" in first) == (role in (Role.ADMINISTRATOR, Role.OFFICE))


@pytest.mark.parametrize("role", INSIDE)
def test_no_two_entries_of_one_menu_look_alike(role):
    for name, items in panels(role).items():
        icons = [item.icon_name for item in items]
        assert sorted(icons) == sorted(set(icons)), name


@pytest.mark.parametrize("role", INSIDE)
def test_no_menu_leads_to_one_other_menu_alone(role):
    lone = [
        name for name, items in panels(role).items()
        if len(items) == 1 and isinstance(items[0], SubmenuMenuItem)
    ]  # fmt: skip
    assert lone == []


def test_what_the_framework_calls_otherwise_has_its_name_here():
    content = [str(item.label) for item in panels(Role.OFFICE)["内容"]]
    assert [each for each in content if each in ("页面", "图片", "文件", "内容报表")] == [
        "页面", "图片", "文件", "内容报表",
    ]  # fmt: skip
