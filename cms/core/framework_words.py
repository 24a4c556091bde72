"""What the framework says without asking its catalogue: how many there are, that something is still to be
chosen, what the columns of its sites are called."""

from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms import ModelChoiceField
from django.utils.translation import gettext_lazy as _
from wagtail.admin.paginator import WagtailPaginator
from wagtail.sites.views import IndexView as SitesView

# Columns that have no label of their own would be called by the field.
SITE_COLUMNS = {"port": _("端口"), "site_name": _("站点名称"), "root_page": _("首页")}


def take_over() -> None:
    # A row of dashes in both.
    BLANK_CHOICE_DASH[0] = ("", _("请选择"))
    ModelChoiceField.__init__.__kwdefaults__["empty_label"] = _("请选择")
    WagtailPaginator.items_count_label = property(lambda paginator: _("共 %s 条") % paginator.count)
    for column in SitesView.columns:
        column.label = SITE_COLUMNS.get(column.name, column.label)
