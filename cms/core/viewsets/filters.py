"""What several lists are narrowed by."""

import django_filters
from django.utils.translation import gettext as _
from wagtail.admin.active_filters import BaseFilterAdapter, register_filter_adapter_class
from wagtail.admin.filters import DateRangePickerWidget


class PeriodFilter(django_filters.DateFromToRangeFilter):
    """From one day to another, both included; either may be left open."""

    def __init__(self, field_name: str, label):
        super().__init__(field_name, label=label, widget=DateRangePickerWidget)


class YesOrNo(BaseFilterAdapter):
    """Says of a list that is narrowed by yes or no which of the two; the framework says True or False."""

    def get_active_filters(self):
        for told in super().get_active_filters():
            yield told._replace(value=_("是") if self.value else _("否"))


register_filter_adapter_class(django_filters.BooleanFilter, YesOrNo)
