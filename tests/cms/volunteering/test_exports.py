"""The table for the city's platform: as it is mapped, and of whom agreed."""

from datetime import date

import pytest

from cms.core.errors import RuleBroken
from cms.people.services import withdraw_consent
from cms.volunteering.enums import ReportedFact
from cms.volunteering.exports.reporting import city_table
from cms.volunteering.models import ReportColumn
from tests.cms.people.factories import ConsentFactory, ServiceRecordFactory
from tests.cms.people.services.test_nominations import coordinator_of

pytestmark = pytest.mark.django_db
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def test_verified_service_of_whom_agreed_in_the_columns_of_the_platform():
    for order, (heading, fact, fixed) in enumerate(
        [("团体", "fixed", "青桥普法"), ("证件姓名", "name", ""), ("日期", "date", ""), ("时数", "hours", "")]
    ):
        ReportColumn.objects.create(order=order, heading=heading, fact=fact, fixed=fixed)
    records = [ServiceRecordFactory(date=date(2026, 3, n), verified_on=date(2026, 4, 1)) for n in (1, 2)]
    ServiceRecordFactory(appointment=records[0].appointment, date=date(2026, 3, 3))
    person = records[0].appointment.person
    agreed = ConsentFactory(person=person, purpose="sharing")
    headings, rows = city_table(*YEAR)
    assert headings == ["团体", "证件姓名", "日期", "时数"]
    assert rows == [["青桥普法", person.name, date(2026, 3, 1), 2]]
    withdraw_consent(
        agreed, withdrawn_on=date(2026, 5, 1), actor=coordinator_of(records[0].appointment.community)
    )
    assert city_table(*YEAR)[1] == []


def test_every_fact_can_be_told():
    record = ServiceRecordFactory(date=date(2026, 3, 1), verified_on=date(2026, 4, 1))
    ConsentFactory(person=record.appointment.person, purpose="sharing")
    for order, fact in enumerate(ReportedFact):
        ReportColumn.objects.create(order=order, heading=str(fact.label), fact=fact, fixed="固定")
    _headings, (row,) = city_table(*YEAR)
    held = record.appointment
    assert row == [
        held.volunteer_number, held.person.name, held.person.masked_phone, str(held.community),
        record.activity, date(2026, 3, 1), "09:00", "11:00", 2, "", "", "固定",
    ]  # fmt: skip


def test_without_a_mapping_it_is_asked_for():
    with pytest.raises(RuleBroken, match="市平台表格的列"):
        city_table(*YEAR)
