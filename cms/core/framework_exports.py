"""The framework's own downloads (lists, reports, history, form answers) go through our writer."""

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.admin.views.reports.aging_pages import AgingPagesView

from cms.core import audit
from cms.core.spreadsheets import streamed_response

ROWS_AT_ONCE = 2000


def take_over() -> None:
    """Every view of the framework that offers a table inherits this one method."""
    SpreadsheetExportMixin.as_spreadsheet = as_spreadsheet


def as_spreadsheet(view, queryset, spreadsheet_format):
    """What `view` lists as a download of that format; who took it away is on record."""
    if not view.list_export:
        # It offers no download; whoever typed the address gets no file of empty lines.
        raise Http404(_("这张表没有下载。"))
    _note(view, queryset, spreadsheet_format)
    headings = [view.get_heading(queryset, field) for field in view.list_export]
    return streamed_response(
        spreadsheet_format, view.get_filename(), headings, _rows(view, queryset, spreadsheet_format)
    )


def _note(view, queryset, spreadsheet_format) -> None:
    asked = view.request.GET.copy()
    asked.pop("export", None)
    told = {"query": asked.urlencode()} if asked else {}
    # A report may put records of many kinds together.
    model = getattr(queryset, "model", None)
    kind, label = (
        (model._meta.label_lower, model._meta.verbose_name) if model else ("core.report", view.page_title)
    )
    audit.record_export(view.request.user, kind, str(label), format=spreadsheet_format, **told)


def _rows(view, queryset, kind):
    for item in _items(view, queryset):
        yield [_value(view, field, value, kind) for field, value in view.to_row_dict(item).items()]


def _items(view, queryset):
    if isinstance(view, AgingPagesView):
        # Offers a column that stands in another table and is written into the rows of a page.
        return view.decorate_paginated_queryset(queryset)
    return queryset.iterator(ROWS_AT_ONCE) if isinstance(queryset, QuerySet) else queryset


def _value(view, field: str, value, kind: str):
    """The value, as the view itself words it where it does."""
    worded = view.custom_field_preprocess.get(field, {}).get(kind)
    return worded(value) if worded else value
