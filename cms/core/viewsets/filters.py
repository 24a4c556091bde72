"""What several lists are narrowed by."""

import django_filters
from wagtail.admin.filters import DateRangePickerWidget


class PeriodFilter(django_filters.DateFromToRangeFilter):
    """From one day to another, both included; either may be left open."""

    def __init__(self, field_name: str, label):
        super().__init__(field_name, label=label, widget=DateRangePickerWidget)
