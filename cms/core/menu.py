"""The main menu of the admin, grouped by work: at most eight entries stand first, whatever the role.

The order of an entry is its shelf mark: the hundreds say under which group it stands. From 600 on it
stands by itself.
"""

from itertools import groupby

from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

# By hundreds: name, label, icon.
GROUPS = {
    1: ("content", _("内容"), "edit"),
    2: ("duty", _("履职"), "clipboard-list"),
    3: ("registers", _("名册与培训"), "group"),
    4: ("localities", _("地点与站点"), "site"),
    5: ("law", _("法规与检索"), "doc-full"),
}
# Where the framework's own entries stand, what they are called here and their icon. Its help is in English.
FRAMEWORK = {
    "explorer": (100, _("页面"), "folder-open-inverse"),
    "images": (150, _("图片"), "image"),
    "documents": (155, _("文件"), "doc-full-inverse"),
    "reports": (190, _("内容报表"), "table"),
    "settings": (900, _("设置"), "cogs"),
}
LEFT_OUT = {"help"}
# Tells of models by their names in code.
REPORTS_LEFT_OUT = {"page-types-usage"}


def group_by_work(request, menu_items: list[MenuItem]) -> None:
    """Put each entry this person is shown under its group."""
    placed = sorted(_placed(each) for each in menu_items if each.name not in LEFT_OUT)
    menu_items[:] = []
    for hundreds, entries in groupby(placed, key=lambda entry: entry[0] // 100):
        items = [item for _order, _name, item in entries]
        if hundreds not in GROUPS:
            menu_items += items
            continue
        name, label, icon = GROUPS[hundreds]
        # A door that leads to one other door is none.
        leads_on = len(items) == 1 and isinstance(items[0], SubmenuMenuItem)
        menu = items[0].menu if leads_on else Menu(items=items)
        menu_items.append(SubmenuMenuItem(label, menu, name=name, icon_name=icon, order=hundreds * 100))


def leave_reports_out(request, menu_items: list[MenuItem]) -> None:
    menu_items[:] = [each for each in menu_items if each.name not in REPORTS_LEFT_OUT]


def _placed(item: MenuItem) -> tuple[int, str, MenuItem]:
    kept = (item.order, item.label, item.icon_name)
    item.order, item.label, item.icon_name = FRAMEWORK.get(item.name, kept)
    return item.order, item.name, item
