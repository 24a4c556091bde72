"""The figures of a year among ten years of activities, beside the same by SQL written by hand."""

import time
from datetime import UTC, datetime, timedelta

from django.utils import timezone

AGENCIES, COMMUNITIES, YEARS = 200, 300, 10
LAWS, SETTINGS = 40, 8
YEAR = 2026
# What stands between two dates, as the hand writes it.
WHERE = "state IN ('approved','published') AND starts_at >= %s AND starts_at < %s"
SUMS = "count(*), sum(onsite), sum(online), sum(materials), sum(consultations), sum(boards)"


def run(size: int) -> None:
    """`size` activities over ten years."""
    from cms.agencies.models import Agency
    from cms.reports.queries.figures import bounds, by_month, counted_activities, table, total

    _fill(size)
    agency = Agency.objects.order_by("pk").first()
    first, after = bounds(YEAR, "year")
    span = (first, after)
    by_host = f"SELECT host_id, {SUMS} FROM duties_activityrecord WHERE {WHERE} GROUP BY host_id"  # noqa: S608
    by_setting = (
        f"SELECT s.setting_id, {SUMS} FROM duties_activityrecord a "  # noqa: S608
        f"LEFT JOIN duties_activityrecord_settings s ON s.activityrecord_id = a.id WHERE {WHERE} "
        "GROUP BY s.setting_id"
    )
    by_law = by_setting.replace("setting_id", "law_id").replace("_settings", "_laws")
    sums = f"SELECT {SUMS} FROM duties_activityrecord WHERE {WHERE}"  # noqa: S608
    months = "SELECT " + ", ".join(
        f"sum(CASE WHEN starts_at >= '{_month(month)}' AND starts_at < '{_month(month + 1)}' "
        "THEN 1 ELSE 0 END)"
        for month in range(12)
    )
    months += f" FROM duties_activityrecord WHERE {WHERE}"
    own = f"{WHERE} AND host_id = {agency.pk}"
    print(f"{AGENCIES} 个单位、{YEARS} 年、{size} 场活动")
    _compare(
        "季度表（按单位与合计）",
        lambda: (table(counted_activities(YEAR), "agency"), total(counted_activities(YEAR))),
        [(by_host, span), (sums, span)],
    )
    _compare(
        "年度概览（各月、八进、法规、合计）",
        lambda: (
            by_month(counted_activities(YEAR), YEAR),
            table(counted_activities(YEAR), "setting"),
            table(counted_activities(YEAR), "law"),
            total(counted_activities(YEAR)),
        ),
        [(months, span), (by_setting, span), (by_law, span), (sums, span)],
    )
    _compare(
        "一个单位的年度数字",
        lambda: (
            table(counted_activities(YEAR, agency=agency), "setting"),
            total(counted_activities(YEAR, agency=agency)),
        ),
        [(by_setting.replace(WHERE, own), span), (sums.replace(WHERE, own), span)],
    )

    _pages(agency)


def _pages(agency) -> None:
    """How long the server takes for what the office and an agency open first."""
    from django.test import Client, override_settings

    from cms.accounts.enums import Role
    from cms.agencies.models import AgencyMember
    from tests.cms.accounts.factories import UserFactory

    _owe(agency)
    office, logger = UserFactory(roles=[Role.OFFICE]), UserFactory(roles=[Role.AGENCY_LOGGER])
    AgencyMember.objects.create(user=logger, agency=agency)
    with override_settings(DEBUG=False, ALLOWED_HOSTS=["testserver"]):
        for name, user, path in (
            ("工作台首页", office, "/office/"),
            ("年度概览", office, f"/office/figures/year/?year={YEAR}"),
            ("单位首页", logger, "/portal/"),
            ("单位统计与报告", logger, f"/portal/figures/?year={YEAR}"),
        ):
            client = Client()
            client.force_login(user)
            assert client.get(path).status_code == 200, path
            took = min(_seconds(lambda: client.get(path)) for _each in range(3))  # noqa: B023
            print(f"{name}：{took * 1000:.0f} 毫秒")


def _owe(agency) -> None:
    """A published list of 400 duties, two an agency."""
    from cms.agencies.models import Agency
    from cms.duties.models import DutyItem, DutyList

    held = DutyList.objects.create(year=YEAR)
    whole = {"starts_on": f"{YEAR}-01-01", "ends_on": f"{YEAR}-12-31"}
    DutyItem.objects.bulk_create(
        DutyItem(list=held, key=f"F-{number:03d}", kind="individual", agency=each, content="宣传", **whole)
        for number, each in enumerate([*Agency.objects.all()] * 2)
    )
    DutyList.objects.filter(pk=held.pk).update(state="published", published_at=timezone.now())


def _compare(name: str, ours, statements) -> None:
    from django.db import connection

    def by_hand():
        with connection.cursor() as cursor:
            for statement, values in statements:
                cursor.execute(statement, values)
                cursor.fetchall()

    ours(), by_hand()
    mine, theirs = (min(_seconds(act) for _each in range(3)) for act in (ours, by_hand))
    print(f"{name}：{mine * 1000:.0f} 毫秒，手写 SQL {theirs * 1000:.0f} 毫秒，{mine / theirs:.2f} 倍")


def _seconds(act) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _month(number: int) -> str:
    """The first moment of a month of the year, 0 to 12, as the database keeps it."""
    moment = timezone.make_aware(datetime(YEAR + number // 12, number % 12 + 1, 1))
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}"


def _fill(size: int) -> None:
    from cms.agencies.models import Agency
    from cms.campaigns.models import Setting
    from cms.duties.models import ActivityRecord
    from cms.statutes.models import Law

    agencies = Agency.objects.bulk_create(
        [Agency(code=f"F{n:03d}", name=f"统计单位{n}", kind="department") for n in range(AGENCIES)]
    )
    settings = Setting.objects.bulk_create([Setting(name=f"统计场所{n}") for n in range(SETTINGS)])
    laws = Law.objects.bulk_create(
        [Law(title=f"统计法{n}", short_title=f"统计法{n}", slug=f"figures-{n}") for n in range(LAWS)]
    )
    begin = timezone.make_aware(datetime(YEAR - YEARS + 1, 1, 1, 9))
    of_a_year = size // YEARS
    for start in range(0, of_a_year, 20_000):
        records = ActivityRecord.objects.bulk_create(
            [
                ActivityRecord(
                    name=f"第{n}场",
                    host=agencies[n % AGENCIES],
                    form="lecture",
                    starts_at=begin + timedelta(days=n * 364 // of_a_year),
                    ends_at=begin + timedelta(days=n * 364 // of_a_year, hours=1),
                    address="青桥路8号",
                    summary="小结",
                    onsite=30,
                    online=200,
                    state="approved",
                )
                for n in range(start, min(of_a_year, start + 20_000))
            ],
            batch_size=900,
        )
        for through, many, key in (
            (ActivityRecord.settings.through, settings, "setting"),
            (ActivityRecord.laws.through, laws, "law"),
        ):
            through.objects.bulk_create(
                [through(activityrecord=each, **{key: many[each.pk % len(many)]}) for each in records],
                batch_size=5000,
            )
    _repeat(of_a_year)


def _repeat(of_a_year: int) -> None:
    """The first year once more for each of the others: by the database itself, which is quicker."""
    from django.db import connection

    from cms.duties.models import ActivityRecord

    columns = [
        field.column for field in ActivityRecord._meta.concrete_fields
        if field.column not in ("id", "starts_at", "ends_at")
    ]  # fmt: skip
    own = ", ".join(columns)
    later = (
        "{0} + %s * interval '1 year'"
        if connection.vendor == "postgresql"
        else "datetime({0}, '+' || %s || ' years')"
    )
    begins, ends = later.format("starts_at"), later.format("ends_at")
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(id), max(id) FROM duties_activityrecord")
        first, last = cursor.fetchone()
        for year in range(1, YEARS):
            ahead = year * (last - first + 1)
            cursor.execute(
                f"INSERT INTO duties_activityrecord (id, starts_at, ends_at, {own}) "  # noqa: S608
                f"SELECT id + %s, {begins}, {ends}, {own} FROM duties_activityrecord WHERE id <= %s",
                [ahead, year, year, last],
            )
            for name in ("setting", "law"):
                cursor.execute(
                    f"INSERT INTO duties_activityrecord_{name}s (activityrecord_id, {name}_id) "  # noqa: S608
                    f"SELECT activityrecord_id + %s, {name}_id FROM duties_activityrecord_{name}s "
                    "WHERE activityrecord_id <= %s",
                    [ahead, last],
                )
