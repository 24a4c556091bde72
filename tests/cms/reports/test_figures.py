"""Every activity counts once in a total; figures lead to the activities behind them."""

from datetime import date, datetime
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from cms.accounts.enums import Role
from cms.campaigns.models import Audience, Setting
from cms.core.models import AuditEntry
from cms.duties.queries import duties_by_state
from cms.reports.enums import Dimension
from cms.reports.exports.charts import months_chart, rows_chart
from cms.reports.exports.tables import figures_workbook
from cms.reports.queries.figures import (
    NAMED,
    activities_behind,
    by_month,
    by_state,
    counted_activities,
    table,
    total,
)
from cms.reports.queries.gaps import communities_nobody_visited, laws_nobody_taught
from tests.cms.accounts.factories import UserFactory
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.duties.factories import ActivityFactory, DutyItemFactory, DutyListFactory, logger_of, published
from tests.cms.places.factories import CommunityFactory, VenueFactory
from tests.cms.statutes.factories import LawFactory

pytestmark = pytest.mark.django_db


def held(moment="2026-02-03T09:00", **values):
    values = {"state": "approved", "onsite": 30, "online": 200} | values
    return ActivityFactory(starts_at=timezone.make_aware(datetime.fromisoformat(moment)), **values)


def shown(rows):
    return {row.name: (row.activities, row.onsite, row.online) for row in rows}


@pytest.mark.parametrize(
    ("moment", "periods"),
    [
        ("2026-01-01T00:00", {"year", "h1", "q1"}),
        ("2026-03-31T23:59", {"year", "h1", "q1"}),
        ("2026-04-01T00:00", {"year", "h1", "q2"}),
        ("2026-06-30T23:59", {"year", "h1", "q2"}),
        ("2026-07-01T00:00", {"year", "h2", "q3"}),
        ("2026-12-31T23:59", {"year", "h2", "q4"}),
        ("2025-12-31T23:59", set()),
        ("2027-01-01T00:00", set()),
    ],
)
def test_activity_belongs_to_the_periods_in_which_it_began(moment, periods):
    held(moment)
    asked = ("year", "h1", "h2", "q1", "q2", "q3", "q4")
    assert {period for period in asked if counted_activities(2026, period).exists()} == periods


@pytest.mark.parametrize(
    ("state", "counts"), [("draft", 0), ("submitted", 0), ("returned", 0), ("published", 1)]
)
def test_only_what_was_approved_counts(state, counts):
    held(state=state, submitted_at=timezone.now(), published_at=timezone.now())
    assert total(counted_activities(2026)).activities == counts


def test_rows_by_agency_add_up_to_the_total_and_numbers_on_site_and_online_stay_apart():
    first, second = AgencyFactory(name="甲局"), AgencyFactory(name="乙局")
    held(host=first)
    held(host=first, onsite=5, online=0)
    held(host=second, onsite=None, online=7, state="approved", ledger="纸质")
    rows = table(counted_activities(2026), Dimension.AGENCY)
    assert shown(rows) == {"甲局": (2, 35, 200), "乙局": (1, 0, 7)}
    sums = total(counted_activities(2026))
    assert (sums.activities, sums.onsite, sums.online) == (3, 35, 207)


def test_activity_in_two_settings_stands_in_two_rows_and_once_in_the_total():
    office, school = Setting.objects.create(name="示范机关"), Setting.objects.create(name="示范学校")
    activity = held()
    activity.settings.set([office, school])
    held().settings.clear()
    activities = counted_activities(2026)
    assert shown(table(activities, Dimension.SETTING)) == {
        "示范机关": (1, 30, 200),
        "示范学校": (1, 30, 200),
        "未注明": (1, 30, 200),
    }
    assert total(activities).activities == 2


def test_subdistrict_is_that_of_the_venue_else_of_the_host():
    community = CommunityFactory()
    held(venue=VenueFactory(place=community))
    held(venue=VenueFactory(place=community.parent))
    held(host=AgencyFactory(place=community.parent))
    held()
    rows = table(counted_activities(2026), Dimension.SUBDISTRICT)
    assert {row.name: row.activities for row in rows} == {community.parent.name: 3, "未注明": 1}


@pytest.mark.parametrize("by", Dimension.values)
def test_each_row_leads_to_just_the_activities_it_counts(by):
    for number in range(2):
        activity = held(
            form="lecture" if number else "exhibition", venue=VenueFactory(place=CommunityFactory())
        )
        activity.settings.set([Setting.objects.create(name=f"示范场所{number}")])
        activity.audiences.set([Audience.objects.create(name=f"示范对象{number}")])
        activity.laws.set([LawFactory()])
    held(form="contest")
    activities = counted_activities(2026)
    found = [
        (row.activities, activities_behind(activities, by, row.key).count()) for row in table(activities, by)
    ]
    assert [counted for counted, _behind in found] == [behind for _counted, behind in found]
    assert activities_behind(activities, by, "x" * 3).count() == 0


def test_table_costs_a_query_and_one_for_the_names_whatever_its_length(django_assert_num_queries):
    for _each in range(3):
        held()
    for by in (Dimension.AGENCY, Dimension.LAW, Dimension.FORM):
        with django_assert_num_queries(2 if by in NAMED else 1):
            table(counted_activities(2026), by)


def test_months_and_states_of_a_year():
    held("2026-02-03T09:00")
    held("2026-02-28T23:59")
    held("2026-12-31T23:59")
    held(state="submitted", submitted_at=timezone.now())
    assert by_month(counted_activities(2026), 2026) == [0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]
    assert by_state(2026) == [("待审核", 1), ("已通过", 3)]


def test_gaps_name_laws_of_the_list_nobody_taught_and_communities_nobody_visited():
    taught, untaught = LawFactory(), LawFactory()
    item = DutyItemFactory(list__year=2026)
    item.laws.set([taught, untaught])
    published(item.list)
    visited, unvisited = CommunityFactory(), CommunityFactory()
    held(venue=VenueFactory(place=visited)).laws.set([taught])
    assert list(laws_nobody_taught(2026)) == [untaught]
    assert list(communities_nobody_visited(2026)) == [unvisited]


def test_workbook_has_merged_heads_a_total_and_no_formula_from_what_people_typed():
    held(host=AgencyFactory(name='=HYPERLINK("x")'))
    activities = counted_activities(2026)
    content = figures_workbook(2026, "q1", "agency", table(activities, "agency"), total(activities))
    sheet = load_workbook(BytesIO(content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert rows[0] == [
        "责任单位",
        "活动（场）",
        "参加与触达（人次）",
        None,
        "资料与咨询",
        None,
        "展板、横幅（块）",
    ]
    assert rows[2][:4] == ['\'=HYPERLINK("x")', 1, 30, 200]
    assert rows[3][:4] == ["合计", 1, 30, 200]
    assert {str(each) for each in sheet.merged_cells.ranges} >= {"A1:G1", "A3:A4", "C3:D3"}
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$3:$4")
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


def test_charts_are_pictures_of_their_numbers_even_of_none():
    assert months_chart([0] * 12).count(">0<") == 1
    assert "示范机关" in rows_chart([("示范机关", 5), ("<b>", 1)])
    assert "<b>" not in rows_chart([("示范机关", 5), ("<b>", 1)])


def test_office_reads_figures_rows_and_charts_and_takes_the_workbook_on_record(client):
    activity = held()
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    page = client.get(reverse("figures"), {"year": "2026", "by": "agency"}).content.decode()
    assert activity.host.name in page
    rows = client.get(reverse("figures_rows"), {"year": "2026", "by": "agency", "key": str(activity.host_id)})
    assert activity.name in rows.content.decode()
    assert client.get(reverse("figures_year"), {"year": "2026"}).status_code == 200
    drawn = client.get(reverse("figures_chart", args=["months"]), {"year": "2026"})
    assert (drawn.headers["Content-Type"], drawn.content[:4]) == ("image/svg+xml", b"<svg")
    assert client.get(reverse("figures_workbook"), {"year": "2026"}).content[:2] == b"PK"
    assert AuditEntry.objects.filter(action="reports.figures.export").count() == 1


@pytest.mark.parametrize(
    "asked", [{"year": "甲", "by": "x", "period": "q9"}, {"year": "9999"}, {"key": "\0"}]
)
def test_question_that_makes_no_sense_is_answered_with_the_first_choice(asked, client):
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    for name in ("figures", "figures_rows", "figures_year"):
        assert client.get(reverse(name), asked).status_code == 200


def test_agency_sees_its_own_year_and_no_other(client):
    own, other = AgencyFactory(name="甲单位"), AgencyFactory(name="乙单位")
    held(host=own)
    held(host=other)
    client.force_login(logger_of(own))
    page = client.get(reverse("portal:figures"), {"year": 2026}).content.decode()
    assert ("甲单位" in page, "乙单位" in page, "已通过 1 条" in page) == (True, False, True)
    address = reverse("portal:figures_months", args=[own.pk])
    assert client.get(address, {"year": 2026}).headers["Content-Type"] == "image/svg+xml"
    assert client.get(reverse("portal:figures_months", args=[other.pk])).status_code == 404


def test_agency_reads_how_its_duties_stand(client):
    agency = AgencyFactory()
    listed = DutyListFactory(year=2026)
    done, _late = (
        DutyItemFactory(list=listed, agency=agency, ends_on=date(2026, 3, 31), starts_on=date(2026, 1, 1))
        for _ in range(2)
    )
    _later = DutyItemFactory(
        list=listed, agency=agency, starts_on=date(2026, 9, 1), ends_on=date(2026, 9, 30)
    )
    published(listed)
    held(host=agency, items=[done])
    told = dict(duties_by_state(agency, 2026, date(2026, 4, 1)))
    assert told == {"已完成": 1, "已逾期": 1, "未开始": 1}
