"""An import that fails in the middle leaves nothing of it; what others used meanwhile stays, and is told."""

import pytest
from django.db import connection

from cms.core.errors import RuleBroken
from cms.intake import storing
from cms.intake.enums import BatchState
from cms.intake.models import ImportBatch
from cms.intake.services import steps
from cms.intake.services.applying import apply_batch
from cms.people.enums import ConsentPurpose
from cms.people.models import Appointment, Consent, Person
from tests.cms.intake.rosters import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def applying(office_imports, roster):
    """A batch of three persons that is about to be stored."""

    def prepare(*rows):
        batch = office_imports(roster(*rows), apply=False)
        ImportBatch.objects.filter(pk=batch.pk).update(state=BatchState.APPLYING)
        return batch

    return prepare


@pytest.fixture
def failing(monkeypatch):
    """Steps of two records; one of the appointments fails; `meanwhile` is what others do."""
    monkeypatch.setattr(steps, "in_steps", lambda batch: True)
    monkeypatch.setattr(storing, "STEP", 2)
    create = storing.RowStore._create

    def fail(at=2, meanwhile=lambda: None):
        steps = []

        def stop(store, records):
            steps.append(store.model)
            if steps.count(Appointment) == at:
                raise RuleBroken("第二步出了错")
            create(store, records)
            meanwhile()

        monkeypatch.setattr(storing.RowStore, "_create", stop)
        return lambda: monkeypatch.setattr(storing.RowStore, "_create", create)

    return fail


def stored():
    return Person.objects.count(), Appointment.objects.count()


def test_failed_import_leaves_nothing_and_says_why(applying, failing):
    batch, mend = applying(person(1), person(2), person(3)), failing()
    with pytest.raises(RuleBroken):
        apply_batch(batch)
    batch.refresh_from_db()
    assert stored() == (0, 0)
    assert (batch.state, batch.error) == (BatchState.FAILED, "第二步出了错")
    assert (batch.changes.count(), batch.changes_kept) == (0, 0)
    assert set(batch.rows.values_list("outcome", flat=True)) == {""}

    mend()
    ImportBatch.objects.filter(pk=batch.pk).update(state=BatchState.APPLYING)
    apply_batch(batch)
    batch.refresh_from_db()
    assert (batch.state, stored(), batch.counts["create"]) == (BatchState.APPLIED, (3, 3), 3)
    assert batch.changes_kept == batch.changes.count() == 6


@pytest.mark.parametrize("stored_before", [False, True])
def test_import_that_fails_at_its_very_end_leaves_no_outcome(applying, failing, monkeypatch, stored_before):
    """Outcomes are stored in steps too: the last of an import may fail when those of all rows are."""
    batch, _ = applying(person(1), person(2), person(3)), failing(at=9)
    if stored_before:
        batch.rows.filter(order=0).update(outcome="create")
        ImportBatch.objects.filter(pk=batch.pk).update(counts={**batch.counts, "stored": 1})
    with monkeypatch.context() as broken:
        broken.setattr("cms.intake.services.applying.audit.record", lambda *args, **more: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            apply_batch(batch)
    batch.refresh_from_db()
    assert (batch.state, stored(), batch.changes.count()) == (BatchState.FAILED, (0, 0), 0)
    left = ["create", "", ""] if stored_before else ["", "", ""]
    assert list(batch.rows.values_list("outcome", flat=True)) == left


def test_later_import_of_a_batch_holds_others_no_longer_than_the_first(applying, failing):
    """No transaction holds more outcomes than a step has rows."""
    batch, mend = applying(*(person(number) for number in range(6))), failing()
    mend()
    batch.rows.filter(order=0).update(outcome="create")
    ImportBatch.objects.filter(pk=batch.pk).update(counts={**batch.counts, "stored": 1}, imports=1)
    held: list[int] = []

    def counting(execute, sql, params, many, context):
        if "import_number = %s WHERE" in sql:
            held.append(len(params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counting):
        apply_batch(batch)
    assert (held, set(batch.rows.values_list("import_number", flat=True))) == ([2, 2, 1], {0, 2})


def test_earlier_import_of_the_batch_stays_where_a_later_one_fails(failing, office_imports, roster):
    batch = office_imports(roster(person(1), person(2)))
    # As if the second had waited.
    Person.objects.latest("pk").delete()
    batch.rows.filter(order=1).update(outcome="", record=None)
    batch.changes.filter(order__in=(1, 3)).delete()
    ImportBatch.objects.filter(pk=batch.pk).update(state=BatchState.APPLYING, changes_kept=2)
    batch.changes.filter(order=2).update(order=1)
    failing(at=1)
    with pytest.raises(RuleBroken):
        apply_batch(batch)
    batch.refresh_from_db()
    assert (batch.state, stored()) == (BatchState.FAILED, (1, 1))
    assert (batch.changes_kept, batch.changes.count()) == (2, 2)
    assert list(batch.rows.values_list("outcome", flat=True)) == ["create", ""]


def test_record_changed_meanwhile_is_not_overwritten(applying, office_imports, roster, monkeypatch):
    office_imports(roster(person(1)))
    batch = applying(person(1, phone="19900008888"))
    write = storing.RowStore.write

    def overtaken(store):
        for each in Person.objects.all():
            each.skills = "调解"
            each.save()
        write(store)

    monkeypatch.setattr(storing.RowStore, "write", overtaken)
    with pytest.raises(RuleBroken, match="被别人改动或删除"):
        apply_batch(batch)
    assert Person.objects.get().phone != "19900008888"


def test_record_used_meanwhile_stays_and_the_import_can_be_finished(applying, failing):
    def consent():
        Consent.objects.get_or_create(
            person=Person.objects.earliest("pk"),
            purpose=ConsentPurpose.LISTING,
            text_version="1",
            given_on="2026-11-01",
        )

    batch = applying(person(1), person(2), person(3))
    mend = failing(meanwhile=consent)
    with pytest.raises(RuleBroken):
        apply_batch(batch)
    batch.refresh_from_db()
    assert (batch.state, stored()) == (BatchState.FAILED, (3, 2))
    assert batch.error == (
        "第二步出了错；已存入的一部分记录后来有人用到或改过，没有撤回；请再按一次“导入”，接着完成其余各行。"
    )

    mend()
    ImportBatch.objects.filter(pk=batch.pk).update(state=BatchState.APPLYING)
    apply_batch(batch)
    batch.refresh_from_db()
    assert (batch.state, stored()) == (BatchState.APPLIED, (3, 3))
