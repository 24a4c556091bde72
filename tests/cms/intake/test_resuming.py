"""A batch left in the middle of its work says so, is tidied up at the next start, and goes on by a button."""

from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from cms.core import background
from cms.core.enums import TaskState
from cms.core.errors import RuleBroken
from cms.core.models import TaskRun
from cms.intake.enums import BatchState
from cms.intake.journal import Journal
from cms.intake.models import ImportBatch
from cms.intake.services.holding import _NAME, holding
from cms.intake.services.resuming import BROKEN_OFF, TIDIED, is_broken_off, resume, tidy_up
from cms.intake.services.taking_back import KeptChanges
from cms.intake.spec import Outcome
from cms.intake.tasks import tidy
from cms.people.imports.roster import RosterSpec
from cms.people.models import Person
from tests.cms.intake.rosters import person

pytestmark = [pytest.mark.django_db, pytest.mark.each]


@pytest.fixture
def broken_off(office_imports, roster):
    """A batch of one person left in a state, as a command that was killed leaves it: it foresaw nothing."""

    def leave(state, **values):
        batch = office_imports(roster(person(1)), apply=False)
        ImportBatch.objects.filter(pk=batch.pk).update(state=state, **values)
        batch.refresh_from_db()
        return batch

    return leave


def store_half(batch):
    """What an import had stored when it was killed."""
    Journal(None, batch.as_of, store=KeptChanges(batch)).keep(Person(), {"name": "王半"})


def test_half_an_import_is_taken_back_at_the_next_start_and_can_be_pressed(
    client, broken_off, office_imports
):
    batch = broken_off(BatchState.APPLYING, counts={})
    store_half(batch)
    background.enqueue_at_start()
    batch.refresh_from_db()
    assert (batch.state, batch.error, batch.changes.count()) == (BatchState.FAILED, TIDIED, 0)
    assert not Person.objects.exists()
    page = client.get(reverse("intake_batch", args=[batch.pk])).content.decode()
    assert (TIDIED in page, "导入 1 行</button>" in page) == (True, True)
    batch = office_imports.press(batch, "intake_batch")
    assert (batch.state, Person.objects.count()) == (BatchState.APPLIED, 1)


@pytest.mark.parametrize("state", BROKEN_OFF)
def test_page_says_that_the_work_broke_off_and_offers_to_go_on(client, broken_off, office_imports, state):
    batch = broken_off(state)
    page = client.get(reverse("intake_batch", args=[batch.pk])).content.decode()
    assert (BROKEN_OFF[state] in page, 'http-equiv="refresh"' in page) == (True, False)
    assert reverse("intake_resume", args=[batch.pk]) in page
    batch = office_imports.press(batch, "intake_resume")
    then = {BatchState.APPLYING: BatchState.APPLIED, BatchState.UNDOING: BatchState.UNDONE}
    assert (batch.state, batch.error) == (then.get(state, BatchState.PREVIEWED), "")
    assert Person.objects.count() == (state == BatchState.APPLYING)


@pytest.mark.parametrize("state", [BatchState.UPLOADED, BatchState.JUDGING, BatchState.UNDOING])
def test_what_stored_nothing_says_what_broke_off(broken_off, state):
    batch = broken_off(state)
    assert (tidy_up(), tidy_up()) == (1, 0)
    batch.refresh_from_db()
    assert (batch.state, batch.error) == (state, BROKEN_OFF[state])


def test_batch_that_a_task_waits_for_is_left_to_it(broken_off):
    batch = broken_off(BatchState.APPLYING)
    run = TaskRun.objects.create(id="1", task="cms.intake.tasks.apply", args=[batch.pk])
    assert (is_broken_off(batch), tidy_up()) == (False, 0)
    run.state = TaskState.SUCCEEDED
    run.save()
    assert is_broken_off(batch) is True


def test_batch_that_a_command_holds_is_left_to_it(broken_off, somebody_holding):
    batch = broken_off(BatchState.APPLYING)
    with somebody_holding(batch.pk):
        assert (is_broken_off(batch), tidy_up()) == (False, 0)
    assert is_broken_off(batch) is True


@pytest.fixture
def somebody_holding():
    """Somebody else's connection, or open file, that holds a batch."""

    @contextmanager
    def held(key):
        if connection.vendor != "postgresql":
            with holding(key):
                yield
            return
        other = connection.copy()
        try:
            with other.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_lock(%s, %s)", [_NAME, key])
            yield
        finally:
            other.close()

    return held


@pytest.mark.parametrize("state", [BatchState.PREVIEWED, BatchState.APPLIED, BatchState.FAILED])
def test_only_what_is_stuck_goes_on(office, broken_off, state):
    batch = broken_off(state)
    with pytest.raises(RuleBroken, match="不需要再试"):
        resume(batch, actor=office)


def test_file_that_was_being_read_is_read_when_pressed(office, office_imports, broken_off):
    batch = broken_off(BatchState.UPLOADED)
    batch.rows.all().delete()
    tidy.enqueue()
    batch = office_imports.press(batch, "intake_resume")
    assert (batch.state, batch.rows.count(), batch.error) == (BatchState.PREVIEWED, 1, "")


def test_command_that_fails_leaves_a_batch_that_can_be_pressed(
    community, roster, monkeypatch, office_imports, tmp_path
):
    path = tmp_path / "名册.xlsx"
    path.write_bytes(roster(person(1)).read())
    with monkeypatch.context() as broken:
        broken.setattr(RosterSpec, "apply", lambda self, rows, journal: 1 / 0)
        broken.setattr("cms.intake.forecast.rehearse", lambda spec, rows, on: _foreseen(rows))
        with pytest.raises(ZeroDivisionError):
            call_command("import_roster", str(path))
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.counts["effect"]) == (BatchState.FAILED, 1)
    batch = office_imports.press(batch, "intake_batch")
    assert (batch.state, Person.objects.count()) == (BatchState.APPLIED, 1)


def _foreseen(rows):
    return Outcome(("create",) * len(rows))
