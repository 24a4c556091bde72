"""Nothing that proves something goes, or loses what it refers to, with another record."""

import pytest
from django.apps import apps

from cms.campaigns.models import Setting
from cms.core.deleting import Consequence, Consequences, consequences
from cms.duties.models import Evidence
from cms.events.services.registering import register
from cms.people.models import Consent
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.duties.factories import ActivityFactory
from tests.cms.events.factories import EventFactory
from tests.cms.people.factories import AppointmentFactory, PersonFactory, ServiceRecordFactory
from tests.cms.places.factories import VenueFactory
from tests.cms.training.factories import AttendanceFactory

pytestmark = pytest.mark.django_db

LASTING = {
    "advisers.agreement",
    "advisers.listingconsent",
    "advisers.serviceentry",
    "duties.activityrecord",
    "duties.dutyitem",
    "duties.evidence",
    "duties.goal",
    "duties.listconfirmation",
    "duties.proposal",
    "duties.transition",
    "events.event",
    "events.registration",
    "guides.guide",
    "honours.application",
    "honours.applicationstep",
    "honours.cycle",
    "honours.entry",
    "honours.evidence",
    "honours.objection",
    "honours.recheck",
    "honours.title",
    "exams.admission",
    "exams.exam",
    "exams.printeditem",
    "exams.printedpaper",
    "exams.sitting",
    "exams.sittingitem",
    "letters.letter",
    "people.appointment",
    "people.certificate",
    "people.consent",
    "people.endingproposal",
    "people.merge",
    "people.nomination",
    "people.nominationstep",
    "people.objection",
    "people.selfnomination",
    "people.servicerecord",
    "people.yearlyexcuse",
    "reports.report",
    "reviews.appeal",
    "reviews.assessor",
    "reviews.ballot",
    "reviews.entry",
    "reviews.frozenyear",
    "reviews.panelscore",
    "reviews.participant",
    "reviews.rectification",
    "reviews.round",
    "reviews.scheme",
    "reviews.selffile",
    "training.attendance",
    "training.scan",
    "training.signup",
    "volunteering.answer",
    "volunteering.application",
    "volunteering.call",
    "volunteering.memberrequest",
    "volunteering.serviceproof",
}


def test_what_lasts_is_known():
    found = {model._meta.label_lower for model in apps.get_models() if getattr(model, "lasting", False)}
    assert found == LASTING


def test_session_with_attendances_is_kept():
    attendance = AttendanceFactory()
    assert "1 条签到" in consequences(attendance.session).refusal


def test_setting_that_activities_name_is_kept():
    setting = Setting.objects.create(name="工地")
    assert consequences(setting).refusal == ""
    for _ in range(2):
        ActivityFactory().settings.add(setting)
    assert "2 条活动记录" in consequences(setting).refusal


def test_event_with_registrations_is_kept():
    event = EventFactory(takes_registrations=True)
    register(event, name="王小明", phone="19900000001", agreed=True)
    assert "1 条报名" in consequences(event).refusal


def test_person_is_kept_for_appointments_consents_and_hours():
    assert "任用" in consequences(AppointmentFactory().person).refusal
    consent = Consent.objects.create(
        person=PersonFactory(), purpose="listing", text_version="1", given_on="2026-01-01"
    )
    assert "1 条同意" in consequences(consent.person).refusal
    assert "1 条服务记录" in consequences(ServiceRecordFactory().appointment.person).refusal
    assert consequences(PersonFactory()).refusal == ""


def test_appointment_is_kept_for_its_hours():
    assert "服务" in consequences(ServiceRecordFactory().appointment).refusal


def test_activity_is_kept_for_its_evidence_and_goes_with_what_is_its_own():
    photo = Evidence.objects.create(activity=ActivityFactory(), position=1, file="evidence/1.jpg")
    assert "佐证材料" in consequences(photo.activity).refusal
    assert consequences(photo.activity, photo).refusal == ""


def test_record_loses_no_link_silently():
    event = EventFactory()
    ActivityFactory(event=event)
    assert "活动记录" in consequences(event).refusal


def test_refusal_names_a_cure_that_there_is():
    keeping = (Consequence("签到记录", 3),)
    assert "可以停用" in Consequences(keeping=keeping, can_rest=True).refusal
    assert "停用" not in Consequences(keeping=keeping).refusal
    assert "请先把它们改到别处" in Consequences(keeping=keeping).refusal


def test_only_what_can_be_put_out_of_use_says_so():
    assert consequences(AgencyFactory()).can_rest
    assert not consequences(VenueFactory()).can_rest
