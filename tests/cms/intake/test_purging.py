"""What a batch holds is kept as long as the office set, then it is gone; the counts stay."""

from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.db import connection
from django.utils import timezone
from django_q.models import Schedule

from cms.core import daily
from cms.core.errors import RuleBroken
from cms.intake.enums import BUSY, BatchState
from cms.intake.models import ImportBatch, ImportChange, ImportRow, ImportSetting
from cms.intake.services.purging import purge_due
from cms.intake.services.undoing import start_undoing
from cms.people.models import Person
from tests.cms.intake.rosters import person

pytestmark = pytest.mark.django_db


def test_file_rows_and_decisions_go_when_their_time_has_come(
    office_imports, roster, django_capture_on_commit_callbacks
):
    setting = ImportSetting.load()
    setting.keep_days = 30
    setting.save()
    old, young = (office_imports(roster(person(n))) for n in (1, 2))
    ImportBatch.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=31))
    file = old.file.name
    with django_capture_on_commit_callbacks(execute=True):
        assert purge_due() == 1
        assert purge_due() == 0
    old.refresh_from_db()
    assert (old.counts["create"], old.purged_at is not None, old.is_open) == (1, True, False)
    assert not storages["private"].exists(file)
    assert {row.batch_id for row in ImportRow.objects.all()} == {young.pk}
    assert {change.batch_id for change in ImportChange.objects.all()} == {young.pk}
    assert Person.objects.count() == 2


def test_nothing_of_the_file_stands_in_plain_in_the_database(office_imports, roster):
    bad = person(1, phone="1990000000199", score="八十多")
    batch = office_imports(roster(bad, fill=lambda sheet: setattr(sheet["A3"], "comment", _comment())))
    with connection.cursor() as cursor:
        for table in ("intake_importbatch", "intake_importrow", "intake_importchange"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
            said = str(cursor.fetchall())
            assert [text for text in (bad[2], bad[3], "八十多", "19900005555") if text in said] == []
    assert batch.rows.get().level == 3


def _comment():
    from openpyxl.comments import Comment

    return Comment("家属电话19900005555", "填表人")


def test_purging_is_done_daily_by_the_clusters_schedule(office_imports, roster, monkeypatch):
    daily.ensure_schedule()
    # What the others do every night has its own tests.
    ours = [each for each in daily._tasks if each.module_path.startswith("cms.intake.")]
    monkeypatch.setattr(daily, "_tasks", ours)
    batch = office_imports(roster(person(1)))
    ImportBatch.objects.update(created_at=timezone.now() - timedelta(days=1000))
    assert Schedule.objects.get(name=daily.SCHEDULE).func == "cms.core.daily.enqueue_daily"
    daily.enqueue_daily()
    batch.refresh_from_db()
    assert batch.purged_at is not None


@pytest.mark.parametrize("state", BatchState)
def test_batch_at_which_somebody_works_is_kept(office_imports, roster, state):
    batch = office_imports(roster(person(1)), apply=False)
    ImportBatch.objects.filter(pk=batch.pk).update(
        created_at=timezone.now() - timedelta(days=10_000), state=state
    )
    assert (purge_due(), batch.rows.exists()) == ((0, True) if state in BUSY else (1, False))


@pytest.mark.parametrize(("seconds", "purged"), [(-1, 0), (1, 1)])
def test_batch_is_kept_to_its_last_second(office_imports, roster, seconds, purged):
    batch = office_imports(roster(person(1)), apply=False)
    end = batch.created_at + timedelta(days=ImportSetting.load().keep_days)
    assert purge_due(end + timedelta(seconds=seconds)) == purged


def test_import_that_was_purged_is_undone_no_more(office, office_imports, roster):
    batch = office_imports(roster(person(1)))
    assert purge_due(timezone.now() + timedelta(days=10_000)) == 1
    with pytest.raises(RuleBroken, match="到期清除"):
        start_undoing(batch, actor=office)
    batch.refresh_from_db()
    assert (batch.state, Person.objects.count()) == (BatchState.APPLIED, 1)


@pytest.mark.parametrize(("idle", "purged"), [(timedelta(hours=23), 0), (timedelta(hours=25), 1)])
def test_what_is_stuck_is_purged_on_its_day(office_imports, roster, idle, purged):
    batch = office_imports(roster(person(1)), apply=False)
    now = timezone.now()
    old = {"created_at": now - timedelta(days=400), "updated_at": now - idle}
    ImportBatch.objects.filter(pk=batch.pk).update(state=BatchState.JUDGING, **old)
    assert purge_due(now) == purged
