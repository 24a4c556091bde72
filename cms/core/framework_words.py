"""What the framework says without asking its catalogue: how many there are, that something is still to be
chosen, what the columns of its sites are called."""

from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms import ModelChoiceField
from django.utils.translation import gettext_lazy as _
from django.utils.translation.trans_real import translation
from wagtail.admin.forms.workflows import WorkflowPageForm
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.reports.aging_pages import AgingPagesView
from wagtail.sites.views import IndexView as SitesView

# Columns that have no label of their own would be called by the field.
SITE_COLUMNS = {"port": _("端口"), "site_name": _("站点名称"), "root_page": _("首页")}


def _with_names(view, pages):
    """Who published last: by name, not by what they sign in with."""
    found = view.user_model.objects.in_bulk({page.last_published_by for page in pages} - {None})
    names = {pk: str(user) for pk, user in found.items()}
    for page in pages:
        view.add_last_publisher_name_to_page(names, page)
    return pages


def _politely(said: Callable[[str], str]) -> Callable[[str], str]:
    """Its translators say now 你 and now 您 to who reads; here it is 您 throughout."""
    return lambda words: said(words).replace("你", "您")


def take_over() -> None:
    # Our words are Chinese where they stand: to look for each in a dozen catalogues once is enough.
    catalogue = translation(settings.LANGUAGE_CODE)
    catalogue.gettext = lru_cache(16_384)(_politely(catalogue.gettext))
    # A row of dashes in both.
    BLANK_CHOICE_DASH[0] = ("", _("请选择"))
    ModelChoiceField.__init__.__kwdefaults__["empty_label"] = _("请选择")
    WagtailPaginator.items_count_label = property(lambda paginator: _("共 %s 条") % paginator.count)
    AgingPagesView.decorate_paginated_queryset = _with_names
    WorkflowPageForm.base_fields["page"].label = _("页面")
    for column in SitesView.columns:
        column.label = SITE_COLUMNS.get(column.name, column.label)
