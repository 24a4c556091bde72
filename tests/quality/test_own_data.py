"""Whatever is held about a person of the roster, they can take away, or it is said why not."""

import re

import pytest
from django.contrib.admin.utils import label_for_field
from django.contrib.auth import get_user_model

from cms.people.exports.own_data import told_kinds
from cms.people.models import Person
from cms.people.services.merging.folding import relations_to

# Kinds of record around a person of which they are not told, and why.
LEFT_OUT = {
    "exams.SittingItem": "the questions of the bank, which others are asked as well; the score is told",
    "people.Distinction": "says of somebody else that they are another",
    "people.Merge": "how the office keeps its records; what it keeps of the person is told",
    "people.Objection": "words and number of whoever objected; the outcome stands in the nomination",
    "training.Scan": "what a device read; what came of it stands in the attendance",
}
# Fields that say nothing about the person: keys, clocks and marks of the platform, codes for the door.
OF_THE_PLATFORM = {
    "id", "created_at", "updated_at", "phone_fingerprint", "identity_fingerprint", "code_fingerprint", "code",
    "check_code", "sound",
}  # fmt: skip
NOT_TOLD = OF_THE_PLATFORM | {
    # A number is told whole, not by its parts.
    "people.Certificate.scheme", "people.Certificate.batch", "people.Certificate.year",
    "people.Certificate.sequence", "volunteering.ServiceProof.year", "volunteering.ServiceProof.sequence",
    # Who acted for the office, and what they handed in.
    "people.NominationStep.actor_name", "people.NominationStep.at", "people.NominationStep.file",
    "people.NominationStep.file_name", "people.ServiceRecord.recorder", "people.ServiceRecord.ledger",
    # The record is told by itself.
    "people.SelfNomination.nomination", "training.Attendance.service", "volunteering.Answer.record",
    "volunteering.Application.account", "volunteering.Application.appointment",
}  # fmt: skip
# Told as a word or a sum.
INSTEAD = {"half_hours": "hours", "times": "times_in_words", "purposes": "purposes_in_words"}
KINDS = {kind._meta.label: kind for kind in told_kinds()}


def test_every_kind_of_record_around_a_person_is_told_or_left_out_for_a_reason():
    around, waiting = set(), [Person, *KINDS.values()]
    for kind in waiting:
        around |= {field.model._meta.label for field in relations_to(kind)}
    assert sorted(around) == sorted(KINDS.keys() | LEFT_OUT.keys())


@pytest.mark.parametrize("kind", [Person, *KINDS.values()], ids=lambda kind: kind._meta.label)
def test_every_field_about_a_person_is_told_or_left_out_for_a_reason(kind):
    told, path = set(kind.own_data_fields), getattr(kind, "person_path", "")
    # The way to the person is no news; who of the office acted is not about the person.
    known = {path, *(each.name for each in kind._meta.fields if each.related_model is get_user_model())}
    missing = {
        each.name
        for each in (*kind._meta.concrete_fields, *kind._meta.many_to_many)
        if not {each.name, INSTEAD.get(each.name)} & told
        and not {each.name, f"{kind._meta.label}.{each.name}"} & NOT_TOLD
    }
    assert missing - known == set()
    labels = [str(label_for_field(name, kind)) for name in kind.own_data_fields]
    assert [each for each in labels if not re.search("[\u4e00-\u9fff]", each)] == []
    assert len(set(labels)) == len(labels)
    for step in filter(None, path.split("__")):
        kind = kind._meta.get_field(step).related_model
    assert kind is Person
