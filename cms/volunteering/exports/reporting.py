"""The table for the city's volunteer platform: laid out by the mapping, taken away by a person."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef

from cms.core.errors import RuleBroken
from cms.people.enums import ConsentPurpose
from cms.people.models import Consent, ServiceRecord
from cms.volunteering.enums import ReportedFact
from cms.volunteering.models import ReportColumn

_FACTS: dict[str, Callable[[ServiceRecord], Any]] = {
    ReportedFact.NUMBER: lambda each: each.appointment.volunteer_number,
    ReportedFact.NAME: lambda each: each.appointment.person.name,
    ReportedFact.PHONE: lambda each: each.appointment.masked_phone or each.appointment.person.masked_phone,
    ReportedFact.COMMUNITY: lambda each: str(each.appointment.community),
    ReportedFact.ACTIVITY: lambda each: each.activity,
    ReportedFact.DATE: lambda each: each.date,
    ReportedFact.START: lambda each: f"{each.start:%H:%M}",
    ReportedFact.END: lambda each: f"{each.end:%H:%M}",
    ReportedFact.HOURS: lambda each: each.hours,
    ReportedFact.POST: lambda each: each.post,
    ReportedFact.PLACE: lambda each: each.place,
}


def city_table(first: date, last: date) -> tuple[list[str], list[list]]:
    """Headings and rows of the verified service between two days.

    Of whoever did not agree to being reported nothing is told. RuleBroken while nothing is mapped.
    """
    columns = list(ReportColumn.objects.all())
    if not columns:
        raise RuleBroken("请先在“市平台表格的列”里写明平台要哪几列。")
    agreed = Consent.objects.filter(
        person=OuterRef("appointment__person"), purpose=ConsentPurpose.SHARING, withdrawn_on=None
    )
    records = (
        ServiceRecord.objects.verified()
        .filter(Exists(agreed), date__gte=first, date__lte=last)
        .select_related("appointment__person", "appointment__community")
        .order_by("date", "start", "pk")
    )
    rows = [[_told(column, record) for column in columns] for record in records]
    return [column.heading for column in columns], rows


def _told(column: ReportColumn, record: ServiceRecord):
    return column.fixed if column.fact == ReportedFact.FIXED else _FACTS[column.fact](record)
