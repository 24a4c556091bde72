"""An import can be taken back as long as nothing was built on its records."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from wagtail.models import ReferenceIndex

from cms.core.models import AuditEntry
from cms.intake.enums import BatchState
from cms.intake.models import ImportBatch, ImportChange
from cms.intake.services import steps, taking_back
from cms.intake.services.undoing import undo_batch
from cms.people.enums import AppointmentRole, ConsentPurpose
from cms.people.models import Appointment, Consent, Person
from tests.cms.intake.rosters import person
from tests.cms.places.factories import CommunityFactory

pytestmark = pytest.mark.django_db


def state():
    """All persons and appointments, as they stand."""
    clocks = ("created_at", "updated_at")
    return [
        [{k: v for k, v in row.items() if k not in clocks} for row in model.objects.order_by("pk").values()]
        for model in (Person, Appointment)
    ]


def test_undone_import_leaves_the_records_as_they_were(office, office_imports, roster):
    office_imports(roster(person(1)))
    before = state()
    batch = office_imports(roster(person(1, score=95, phone="19900008888"), person(2)))
    assert state() != before
    batch = office_imports.press(batch, "intake_undo")
    assert (batch.state, batch.error) == (BatchState.UNDONE, "")
    assert state() == before
    assert AuditEntry.objects.get(action="intake.batch.undo").actor == office
    assert not ImportChange.objects.filter(batch=batch).exists()


def test_undone_import_leaves_nothing_in_the_index_of_references(office_imports, roster):
    batch = office_imports(roster(person(1), person(2)))
    for appointment in Appointment.objects.all():
        ReferenceIndex.create_or_update_for_object(appointment)
    assert ReferenceIndex.get_references_to(Person.objects.first()).exists()
    office_imports.press(batch, "intake_undo")
    kinds = [ContentType.objects.get_for_model(model) for model in (Person, Appointment)]
    left = ReferenceIndex.objects.filter(Q(to_content_type__in=kinds) | Q(content_type__in=kinds))
    assert not left.exists()


def test_pages_kept_for_all_are_made_anew_once_for_all_that_is_deleted(
    office_imports, roster, settings, django_capture_on_commit_callbacks
):
    office_imports(roster(person(1), person(2), person(3)))
    settings.KEPT_PAGES_SECONDS = 30
    with django_capture_on_commit_callbacks() as done, transaction.atomic():
        taking_back._delete(Appointment, list(Appointment.objects.values_list("pk", flat=True)))
    assert (Appointment.objects.count(), len(done)) == (0, 1)


def test_undone_import_can_be_applied_again(office_imports, roster):
    batch = office_imports(roster(person(1)))
    batch = office_imports.press(batch, "intake_undo")
    assert (batch.counts["ready"], Person.objects.count()) == (1, 0)
    batch = office_imports.press(batch, "intake_batch")
    assert (batch.state, Person.objects.count()) == (BatchState.APPLIED, 1)


def test_record_changed_since_keeps_the_whole_import(office_imports, roster):
    batch = office_imports(roster(person(1), person(2)))
    changed = Person.objects.latest("pk")
    changed.education = "大学"
    changed.save()
    before = state()
    batch = office_imports.press(batch, "intake_undo")
    assert (batch.state, state()) == (BatchState.APPLIED, before)
    assert f"人员“{changed}”导入后又有改动" in batch.error


def test_record_others_refer_to_keeps_the_whole_import(office_imports, roster):
    batch = office_imports(roster(person(1)))
    Consent.objects.create(
        person=Person.objects.get(),
        purpose=ConsentPurpose.LISTING,
        text_version="1",
        given_on="2026-11-01",
    )
    batch = office_imports.press(batch, "intake_undo")
    assert (batch.state, Person.objects.count()) == (BatchState.APPLIED, 1)
    assert "同意“" in batch.error


def test_later_import_that_changed_the_record_is_undone_first(office_imports, roster):
    first = office_imports(roster(person(1)))
    second = office_imports(roster(person(1, score=95)))
    assert office_imports.press(first, "intake_undo").state == BatchState.APPLIED
    assert office_imports.press(second, "intake_undo").state == BatchState.UNDONE
    assert office_imports.press(first, "intake_undo").state == BatchState.UNDONE
    assert not Person.objects.exists()


@pytest.fixture
def small_steps(monkeypatch):
    """Imports are taken back two records a step, each for itself; `between` is what others do meanwhile."""
    monkeypatch.setattr(steps, "in_steps", lambda batch: True)
    monkeypatch.setattr(taking_back, "STEP", 2)

    def between(act):
        paced = taking_back.paced

        def with_others(parts):
            for place, part in enumerate(paced(parts)):
                act(place)
                yield part

        monkeypatch.setattr(taking_back, "paced", with_others)

    return between


def test_import_is_undone_in_steps(office_imports, roster, small_steps):
    office_imports(roster(person(1)))
    before = state()
    batch = office_imports(roster(person(1, score=95), person(2), person(3)))
    batch = office_imports.press(batch, "intake_undo")
    assert (batch.state, batch.error, state()) == (BatchState.UNDONE, "", before)
    assert (batch.changes.count(), batch.changes_kept, batch.counts["ready"]) == (0, 0, 3)


def test_what_somebody_uses_in_the_middle_of_undoing_stays_and_undoing_goes_on_later(
    office_imports, roster, small_steps, monkeypatch
):
    batch = office_imports(roster(person(1), person(2), person(3)))

    def consent(place):
        if place == 2:
            Consent.objects.create(
                person=Person.objects.earliest("pk"), purpose=ConsentPurpose.LISTING, text_version="1",
                given_on="2026-11-01",
            )  # fmt: skip

    small_steps(consent)
    batch = office_imports.press(batch, "intake_undo")
    assert (batch.state, Appointment.objects.count(), Person.objects.count()) == (BatchState.APPLIED, 0, 2)
    assert (batch.changes.count(), batch.changes_kept) == (2, 2)
    assert batch.error.startswith("只撤销了一部分，还有 2 处没有撤销：同意“")

    Consent.objects.all().delete()
    small_steps(lambda place: None)
    batch = office_imports.press(batch, "intake_undo")
    assert (batch.state, Person.objects.count()) == (BatchState.UNDONE, 0)


def test_undoing_that_was_killed_is_done_to_the_end_by_the_next_attempt(
    office_imports, roster, small_steps, monkeypatch
):
    class Killed(BaseException):
        pass

    def kill(place):
        if place == 2:
            raise Killed

    batch = office_imports(roster(person(1), person(2), person(3)))
    ImportBatch.objects.filter(pk=batch.pk).update(state=BatchState.UNDOING)
    small_steps(kill)
    with pytest.raises(Killed):
        undo_batch(batch, None)
    assert (Appointment.objects.count(), Person.objects.count()) == (0, 2)
    small_steps(lambda place: None)
    undo_batch(batch, None)
    batch.refresh_from_db()
    assert (batch.state, Person.objects.count()) == (BatchState.UNDONE, 0)
    assert AuditEntry.objects.filter(action="intake.batch.undo").count() == 1


def test_places_are_undone_from_the_leaves(office_imports, workbook):
    head = ["编码", "名称", "上级编码", "类型", "简称"]
    rows = [
        ["31", "青桥区", None, "区", None],
        ["3101", "柳林街道", "31", "街道", "柳林"],
        ["310101", "一村居委会", "3101", "居民委员会", None],
    ]
    batch = office_imports(workbook(head, *rows, name="地点.xlsx"), kind="places")
    batch = office_imports.press(batch, "intake_undo")
    assert (batch.error, batch.state) == ("", BatchState.UNDONE)
    batch = office_imports.press(batch, "intake_batch")
    community = CommunityFactory._meta.model.objects.get(code="310101")
    Appointment.objects.create(
        person=Person.objects.create(name="王某"), role=AppointmentRole.LITERATE, community=community
    )
    batch = office_imports.press(batch, "intake_undo")
    assert (batch.state, "任用“" in batch.error) == (BatchState.APPLIED, True)
