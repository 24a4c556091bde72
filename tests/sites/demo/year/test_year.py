"""A year of the district, in small: every state is there, nothing waits that should not, and it can be had
again."""

from datetime import date
from random import Random

import pytest
from django.db.models import Count
from django.utils import timezone

from cms.campaigns.models import BrandPage, CampaignPage
from cms.duties.enums import ActivityState
from cms.duties.models import ActivityRecord, DutyList, Evidence
from cms.events.models import Event, Registration, Series
from cms.events.queries.agenda import held_of_brand
from cms.honours.models import Title
from cms.inbox.models import Message
from cms.intake.enums import BatchState
from cms.intake.models import ImportBatch
from cms.people.enums import AppointmentRole
from cms.people.models import Appointment, ServiceRecord
from cms.places.enums import PlaceKind
from cms.places.models import Place
from cms.reports.models import Report
from cms.training.models import Attendance
from media.models import LibraryImage
from search.query_log import unanswered
from sites.demo.laws import build_laws
from sites.demo.office import build_office
from sites.demo.pages import build_pages
from sites.demo.roster import build_roster
from sites.demo.training import build_training
from sites.demo.volunteers import build_volunteers
from sites.demo.work import build_work
from sites.demo.year import people
from sites.demo.year.district import enlarge
from sites.demo.year.library import PICTURES
from sites.demo.year.names import full_name
from sites.demo.year.pictures import drawn
from sites.demo.year.scale import Scale
from sites.demo.year.teaching import THEMES, Calendar

REDUCED = Scale(communities=19, venues=6, reported=12, written=20, people=24, volunteers=8, events=12)


@pytest.mark.django_db
def test_year_has_something_on_every_desk():
    office, today, told = build_office(), timezone.localdate(), []
    laws = build_laws(office, today)
    build_work(office, laws, build_pages(office, laws, today), today)
    build_roster(office, today)
    build_training(office, laws, today)
    build_volunteers(office, today)
    enlarge(office, REDUCED, today, told.append)

    assert {*ActivityRecord.objects.values_list("state", flat=True)} == {*ActivityState}
    assert ActivityRecord.objects.count() == REDUCED.reported + REDUCED.written + 6
    assert Evidence.objects.count() == REDUCED.written // 4
    assert LibraryImage.objects.exclude(alt_text="").count() == len(PICTURES)
    lists = DutyList.objects.order_by("year", "version").values_list("year", "version", "state")
    assert [*lists] == [
        (today.year - 1, 1, "published"),
        (today.year, 1, "superseded"),
        (today.year, 2, "published"),
    ]
    names = [full_name(100 + number) for number in range(REDUCED.people)]
    listed = Appointment.objects.filter(role=AppointmentRole.LITERATE, person__name__in=names)
    assert listed.count() == REDUCED.people
    assert ServiceRecord.objects.count() > REDUCED.volunteers
    assert Attendance.objects.count() > 6 * 10
    batches = ImportBatch.objects.all()
    assert [*batches.exclude(state=BatchState.APPLIED).values_list("state", flat=True)] == [
        BatchState.PREVIEWED
    ]
    assert [batch.file_name for batch in batches if batch.counts["pending"]] == [
        batch.file_name for batch in batches if batch.state == BatchState.PREVIEWED
    ]
    assert {*Event.objects.values_list("takes_registrations", flat=True)} == {True, False}
    assert Registration.objects.exists()
    assert CampaignPage.objects.live().count() == 4
    brands = BrandPage.objects.live().annotate(kept=Count("series"))
    assert sorted(brands.values_list("title", "kept")) == [
        ("宪法晨读", 1),
        ("小法槌课堂", 2),
        ("河埠议事夜", 2),
    ]
    assert all(series.left_out for series in Series.objects.all())
    # Each goes on, with a day that is left out between.
    assert all(
        series.events.published().filter(starts_at__gt=timezone.now()).exists()
        for series in Series.objects.all()
    )
    assert all(held_of_brand(brand.pk, timezone.now()) for brand in brands if brand.kept == 2)
    assert Message.objects.exists()
    assert {*Title.objects.values_list("state", flat=True)} == {"standing", "cancelled"}
    assert sorted({*Report.objects.values_list("year", "state")}) == [
        (today.year - 1, "published"),
        (today.year, "draft"),
    ]
    assert unanswered(today).count() == 10
    assert all("秒" in line for line in told)


def test_the_same_seed_tells_the_same_of_people_activities_and_pictures():
    town = Place(name="白鹭镇", short_name="白鹭", kind=PlaceKind.TOWN)
    homes = [Place(name=f"{stem}居委会", short_name=stem, parent=town) for stem in ("春晖一", "明珠一")]

    def told():
        draw, today = Random(17), date(2026, 11, 27)
        roster = list(people._roster(homes, 20, draw, today))
        volunteers = list(people._volunteers(homes, roster, 12, draw, today))
        calendar = Calendar(draw, today)
        activities = [calendar.activity(theme, homes[0]) for theme in THEMES for _ in range(3)]
        return roster, volunteers, [*people._service(volunteers, draw, today)], activities, drawn(17, 4)

    assert told() == told()
    assert drawn(17, 4) != drawn(17, 7)


def test_names_differ():
    assert len({full_name(number) for number in range(1000)}) == 1000
