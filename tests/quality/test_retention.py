"""Every field with words about a person has an end: a job of the day empties it, or it is said why not.

Which fields these are is not remembered by people: what is protected at rest, and what the person is told of.
"""

from django.apps import apps
from django.db import models

from cms.core import daily
from cms.core.protected import ProtectedTextField
from cms.core.writing import ACTIONS

# Which job of the day empties what; where it is not an Action called `forget`, the room keeps its own books.
JOBS = {
    "letters.letter": "cms.letters.tasks.forget_writers",
    "events.registration": "cms.events.tasks.forget_past_registrations",
    "volunteering.application": "cms.volunteering.tasks.forget_past_applications",
    "volunteering.memberrequest": "cms.volunteering.tasks.forget_past_requests",
    "advisers.adviser": "cms.advisers.tasks.forget_departed_advisers",
    "advisers.listingconsent": "cms.advisers.tasks.forget_departed_advisers",
    "inbox.message": "cms.inbox.tasks.forget_old_messages",
    "people.objection": "cms.people.tasks.forget_past_objectors",
    "honours.objection": "cms.honours.tasks.forget_past_objectors",
    "people.selfnomination": "cms.people.tasks.forget_past_self_nominations",
    "people.merge": "cms.people.tasks.seal_merges",
    "intake.importbatch": "cms.intake.tasks.purge",
    "intake.importrow": "cms.intake.tasks.purge",
    "intake.importchange": "cms.intake.tasks.purge",
}
BY_ITSELF = {"people.merge", "intake.importbatch", "intake.importrow", "intake.importchange"}
DEPARTED = "cms.people.tasks.forget_departed_persons"
ANSWER = "the office's own words, without numbers"
REGISTER = "the number stands in the register and on paper; whose it was is gone with the name"
COUNTED = "what was done, where: it stays counted"
NOTED = "of a standing record; the office's note, which names nobody"
KEPT = {
    "people.appointment.certificate_number": REGISTER,
    "people.appointment.volunteer_number": REGISTER,
    "people.appointment.team": COUNTED,
    "people.certificate.number": REGISTER,
    "people.certificate.check_code": REGISTER,
    "people.certificate.withdrawn_why": ANSWER,
    "people.consent.text_version": REGISTER,
    "people.selfnomination.answer": ANSWER,
    "people.selfnomination.text_version": REGISTER,
    "people.servicerecord.activity": COUNTED,
    "people.servicerecord.place": COUNTED,
    "people.servicerecord.post": COUNTED,
    "training.attendance.remark": NOTED,
    "volunteering.application.answer": ANSWER,
    "volunteering.application.text_version": REGISTER,
    "volunteering.commendation.given_by": NOTED,
    "volunteering.commendation.title": NOTED,
    "volunteering.evaluation.words": NOTED,
    "volunteering.memberrequest.answer": ANSWER,
    "volunteering.serviceproof.answer": ANSWER,
    "volunteering.serviceproof.check_code": REGISTER,
    "volunteering.serviceproof.number": REGISTER,
}


def _personal(model) -> set[str]:
    told = set(getattr(model, "own_data_fields", ()))
    return {
        each.name
        for each in model._meta.concrete_fields
        if isinstance(each, ProtectedTextField)
        or (each.name in told and isinstance(each, models.CharField | models.TextField) and not each.choices)
    }


def _emptied(label: str) -> set[str]:
    action = ACTIONS.get(f"{label}.forget")
    return set(action.writes) if action else set()


def test_every_word_about_a_person_has_an_end_or_a_reason():
    endless = {
        f"{model._meta.label_lower}.{name}"
        for model in apps.get_models()
        if model._meta.label_lower not in BY_ITSELF
        for name in _personal(model) - _emptied(model._meta.label_lower)
    }
    assert sorted(endless) == sorted(KEPT)


def test_every_model_that_is_emptied_is_emptied_by_a_job_of_the_day():
    daily_jobs = {task.module_path for task in daily._tasks}
    assert sorted({*JOBS.values(), DEPARTED} - daily_jobs) == []
    emptied = {name.rpartition(".")[0] for name in ACTIONS if name.endswith(".forget")}
    by_departed = {label for label in emptied if label.startswith("people.")}
    assert sorted((emptied | BY_ITSELF) - by_departed - JOBS.keys()) == []
