"""Two records that are one person become one, nothing counted twice; taken back, they are two as before."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.core import serializers
from django.utils import timezone

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed, RuleBroken
from cms.core.models import AuditEntry
from cms.core.writing import StaleRecord
from cms.people.models import (
    Appointment,
    Certificate,
    Consent,
    Distinction,
    Merge,
    Nomination,
    Person,
    ServiceRecord,
    YearlyExcuse,
)
from cms.people.queries import merit
from cms.people.queries.sameness import suggested_pairs
from cms.people.services import merging
from cms.people.services.merging.folding import relations_to, settled_kinds
from cms.training.models import SignUp, TrainingSession
from cms.volunteering.models import Answer, Call, Evaluation
from tests.cms.accounts.factories import UserFactory
from tests.cms.exams.factories import AdmissionFactory, ExamFactory, SittingFactory
from tests.cms.people.factories import (
    AppointmentFactory,
    CertificateFactory,
    ConsentFactory,
    MembershipFactory,
    NominationFactory,
    PersonFactory,
    ServiceRecordFactory,
    VolunteerFactory,
)
from tests.cms.places.factories import CommunityFactory
from tests.cms.training.factories import (
    AttendanceFactory,
    OpenSessionFactory,
    SignUpFactory,
    TrainingSessionFactory,
)
from tests.cms.volunteering.factories import AnswerFactory, CallFactory, SkillFactory

pytestmark = pytest.mark.django_db
WHY = "当面核对过身份证"
TOUCHED = (
    "people.Person", "people.Appointment", "people.Nomination", "people.Consent", "people.Certificate",
    "people.ServiceRecord", "people.Membership", "people.Distinction", "training.Attendance",
    "training.SignUp", "training.TrainingSession", "volunteering.Profile", "volunteering.Answer",
    "volunteering.Call", "volunteering.Evaluation", "people.YearlyExcuse", "exams.Admission", "exams.Sitting",
)  # fmt: skip


@pytest.fixture
def office():
    return UserFactory(roles=[Role.OFFICE])


@pytest.fixture
def two():
    return PersonFactory(name="周敏", birth="", phone=""), PersonFactory(name="周敏", birth="1978-02")


def everything() -> dict:
    """All rows that a merge may touch, but for the times at which they were written."""
    found = {}
    for label in TOUCHED:
        for row in serializers.serialize("python", apps.get_model(label).objects.order_by("pk")):
            row["fields"].pop("created_at", None), row["fields"].pop("updated_at", None)
            found[label, row["pk"]] = row["fields"]
    return found


def test_all_that_one_had_is_the_others(office, two):
    kept, gone = two
    rows = [
        AppointmentFactory(person=gone),
        NominationFactory(person=gone),
        ConsentFactory(person=gone),
        MembershipFactory(person=gone),
        AttendanceFactory(person=gone),
        SignUpFactory(person=gone),
    ]
    hours = ServiceRecordFactory(appointment=rows[0])
    before = everything()
    done = merging.merge(kept, gone, ["birth", "phone"], reason=WHY, actor=office)
    assert [type(row).objects.get(pk=row.pk).person for row in rows] == [kept] * len(rows)
    assert not Person.objects.filter(pk=gone.pk).exists()
    kept.refresh_from_db()
    assert (kept.birth, kept.phone) == ("1978-02", gone.phone)
    assert hours.appointment == Appointment.objects.get(person=kept)
    merging.undo(done, reason="看错了", actor=office)
    assert everything() == before
    assert Merge.objects.get().journal == ""


@pytest.mark.parametrize(("after", "sealed"), [(0, 0), (1, 1)])
def test_half_a_year_later_a_merge_can_no_longer_be_taken_back(after, sealed, office, two):
    done = merging.merge(*two, ["birth"], reason=WHY, actor=office)
    taken_back = Merge.objects.create(kept=two[0], gone_key=9, undone_on=timezone.localdate())
    day = timezone.localdate() + merging.SEALED_AFTER + timedelta(days=after)
    assert [merging.seal(day), merging.seal(day)] == [sealed, 0]
    done.refresh_from_db()
    taken_back.refresh_from_db()
    assert (done.journal == "", taken_back.undone_on) == (bool(sealed), timezone.localdate())
    assert merging.UNDO.is_open(office, done) is not bool(sealed)
    if not sealed:
        merging.undo(done, reason="看错了", actor=office)
        assert Person.objects.count() == 2
        return
    assert [each.detail for each in AuditEntry.objects.filter(action=merging.SEAL.name)] == [
        {"old": {"journal": "＊"}, "new": {"journal": ""}}
    ]
    with pytest.raises(RuleBroken, match="已按期清除"):
        merging.undo(done, reason="看错了", actor=office)


def test_what_both_had_counts_once_and_comes_back_twice(office, two):
    kept, gone = two
    place, session = CommunityFactory(), TrainingSessionFactory(hours=4)
    left, stays = (
        AppointmentFactory(person=each, community=place, state=state)
        for each, state in ((kept, "left"), (gone, "active"))
    )
    CertificateFactory(appointment=stays)
    for each, verified in ((left, None), (stays, "2026-03-02")):
        ServiceRecordFactory(appointment=each, activity="讲座", date="2026-03-01", verified_on=verified)
    AttendanceFactory(person=kept, session=session, signed=True, arrived_at="09:05", hours=2)
    AttendanceFactory(person=gone, session=session, signed=True, arrived_at="09:01", hours=4)
    ConsentFactory(person=kept), ConsentFactory(person=gone)
    before = everything()
    done = merging.merge(kept, gone, reason=WHY, actor=office)
    assert Appointment.objects.get().state == "active"
    assert Certificate.objects.get().appointment.person == kept
    assert merit(kept).hours == 2
    attendance = kept.attendances.get()
    assert (f"{attendance.arrived_at:%H:%M}", attendance.hours) == ("09:01", Decimal(4))
    assert Consent.objects.count() == 1
    merging.undo(done, reason="看错了", actor=office)
    assert everything() == before


def test_volunteer_registered_twice_offers_what_either_offered(office, two):
    kept, gone = two
    place = CommunityFactory()
    for each, skill in zip(two, ("普法讲师", "调解"), strict=True):
        profile = VolunteerFactory(person=each, community=place)
        profile = apps.get_model("volunteering.Profile").objects.create(
            appointment=profile, times=["weekday_morning"]
        )
        profile.skills.add(SkillFactory(name=skill))
    before = everything()
    done = merging.merge(kept, gone, reason=WHY, actor=office)
    offered = kept.appointments.get().profile
    assert {str(each) for each in offered.skills.all()} == {"普法讲师", "调解"}
    merging.undo(done, reason="看错了", actor=office)
    assert everything() == before


def taken(session) -> int:
    return TrainingSession.objects.get(pk=session.pk).places_taken


@pytest.mark.parametrize(
    ("waiting", "count"), [((False, False), 1), ((True, False), 1), ((False, True), 1), ((True, True), 0)]
)
def test_one_person_has_one_seat_in_a_session(waiting, count, office, two):
    kept, gone = two
    session = OpenSessionFactory(capacity=2, places_taken=waiting.count(False))
    mine, theirs = (
        SignUpFactory(person=each, session=session, waits=waits)
        for each, waits in zip(two, waiting, strict=True)
    )
    SignUp.objects.filter(pk=theirs.pk).update(registered_at=mine.registered_at - timedelta(days=1))
    before = everything()
    done = merging.merge(kept, gone, reason=WHY, actor=office)
    held = SignUp.objects.get()
    assert (held.person, held.waits, taken(session)) == (kept, all(waiting), count)
    assert held.registered_at < mine.registered_at
    merging.undo(done, reason="看错了", actor=office)
    assert everything() == before


def test_second_seat_goes_to_who_waits_and_is_not_taken_away_again(
    office, two, django_capture_on_commit_callbacks
):
    session = OpenSessionFactory(capacity=2, places_taken=2)
    for each in two:
        SignUpFactory(person=each, session=session)
    waits = SignUpFactory(session=session, waits=True)
    with django_capture_on_commit_callbacks(execute=True):
        done = merging.merge(*two, reason=WHY, actor=office)
    waits.refresh_from_db()
    assert (waits.waits, taken(session), session.sign_ups.count()) == (False, 2, 2)
    with pytest.raises(RuleBroken):
        merging.undo(done, reason="看错了", actor=office)
    # A seat more, and both are there again.
    TrainingSession.objects.filter(pk=session.pk).update(capacity=3)
    merging.undo(done, reason="看错了", actor=office)
    assert (taken(session), session.sign_ups.count()) == (3, 3)


def test_both_attempts_at_an_exam_are_one_persons(office, two):
    kept, gone = two
    exam, now = ExamFactory(), timezone.now()
    for each, score in ((kept, 40), (gone, 80)):
        admission = AdmissionFactory(exam=exam, person=each)
        SittingFactory(admission=admission, number=1, finished_at=now, score=score)
    before = everything()
    done = merging.merge(kept, gone, reason=WHY, actor=office)
    (admission,) = kept.exam_admissions.all()
    assert [(each.number, each.score) for each in admission.sittings.order_by("number")] == [(1, 40), (2, 80)]
    merging.undo(done, reason="看错了", actor=office)
    assert everything() == before


@pytest.mark.parametrize(
    ("states", "count"),
    [(("accepted", "accepted"), 1), (("declined", "accepted"), 1), (("accepted", "withdrawn"), 1)],
)
def test_one_volunteer_answers_a_call_once(states, count, office, two):
    kept, gone = two
    place, call = CommunityFactory(), CallFactory(places_taken=states.count("accepted"))
    answers = [
        AnswerFactory(
            call=call, state=state, appointment=VolunteerFactory(person=each, community=place, state=standing)
        )
        for each, state, standing in zip(two, states, ("active", "left"), strict=True)
    ]
    came = call.starts_at + timedelta(minutes=5)
    Answer.objects.filter(pk=answers[1].pk).update(arrived_at=came, left_at=call.ends_at)
    before = everything()
    done = merging.merge(kept, gone, reason=WHY, actor=office)
    held = Answer.objects.get()
    assert (held.appointment.person, held.state, held.arrived_at) == (kept, "accepted", came)
    assert Call.objects.get().places_taken == count
    merging.undo(done, reason="看错了", actor=office)
    assert everything() == before


def test_what_was_noted_of_a_year_under_either_name_stands_once(office, two):
    kept, gone = two
    place = CommunityFactory()
    for each, words in ((kept, "住院"), (gone, "五月起住院")):
        held = VolunteerFactory(person=each, community=place, state="active" if each is kept else "left")
        YearlyExcuse.objects.create(appointment=held, year=2026, kind="illness", words=words)
        Evaluation.objects.create(appointment=held, year=2026, grade="good", words=words)
    before = everything()
    done = merging.merge(kept, gone, reason=WHY, actor=office)
    assert YearlyExcuse.objects.get().words == Evaluation.objects.get().words == "住院；五月起住院"
    merging.undo(done, reason="看错了", actor=office)
    assert everything() == before


def test_consent_withdrawn_under_one_name_is_withdrawn(office, two):
    kept, gone = two
    ConsentFactory(person=kept, given_on="2026-01-01")
    ConsentFactory(person=gone, given_on="2025-01-01", withdrawn_on="2026-02-01")
    merging.merge(kept, gone, reason=WHY, actor=office)
    assert not Consent.objects.filter(withdrawn_on=None).exists()


def _numbers(kept, gone):
    for each, number in ((kept, "11010519491231002X"), (gone, "110105194912310046")):
        Person.objects.get(pk=each.pk)
        each.identity_number = number
        each.save()


def _distinguished(kept, gone):
    Distinction.objects.create(first=gone, second=kept)


def _accounts(kept, gone):
    MembershipFactory(person=kept), MembershipFactory(person=gone)


def _sittings(kept, gone):
    exam = ExamFactory()
    for each in (kept, gone):
        SittingFactory(admission__exam=exam, admission__person=each)


def _evaluations(kept, gone):
    place = CommunityFactory()
    for each, grade in ((kept, "excellent"), (gone, "good")):
        Evaluation.objects.create(
            appointment=AppointmentFactory(person=each, community=place), year=2026, grade=grade
        )


def _nominations(kept, gone):
    place = CommunityFactory()
    NominationFactory(person=kept, community=place), NominationFactory(person=gone, community=place)


def _volunteers(kept, gone):
    VolunteerFactory(person=kept), VolunteerFactory(person=gone)


def _states(kept, gone):
    place = CommunityFactory()
    AppointmentFactory(person=kept, community=place, state="paused")
    AppointmentFactory(person=gone, community=place, state="active")


def _hours(kept, gone):
    for each, start in ((kept, "09:00"), (gone, "10:00")):
        ServiceRecordFactory(appointment__person=each, date="2026-03-01", start=start)


@pytest.mark.parametrize(
    ("why", "words"),
    [
        (_numbers, "身份证号不同"),
        (_distinguished, "已认定不是同一人"),
        (_accounts, "成员账号"),
        (_sittings, "答卷"),
        (_evaluations, "年度评价"),
        (_nominations, "推荐"),
        (_volunteers, "任用"),
        (_states, "任用"),
        (_hours, "服务时间重叠"),
    ],
)
def test_refused_in_words_and_nothing_has_changed(why, words, office, two):
    why(*two)
    before = everything()
    with pytest.raises(RuleBroken, match=words):
        merging.merge(*two, reason=WHY, actor=office)
    assert everything() == before
    assert not Merge.objects.exists()


def test_record_is_not_its_own_twin(office, two):
    with pytest.raises(RuleBroken, match="不同的记录"):
        merging.merge(two[0], two[0], reason=WHY, actor=office)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER, Role.COMMUNITY_COORDINATOR, Role.MEMBER])
def test_only_the_office_decides(role, two):
    actor, kept = UserFactory(roles=[role]), two[0]
    with pytest.raises(NotAllowed):
        merging.merge(*two, reason=WHY, actor=actor)
    with pytest.raises(NotAllowed):
        merging.distinguish(*two, actor=actor)
    with pytest.raises(NotAllowed):
        merging.undo(Merge.objects.create(kept=kept, gone_key=9, journal="[]"), reason=WHY, actor=actor)


def test_decision_wants_a_reason_and_what_was_read(office, two):
    with pytest.raises(RuleBroken, match="核实"):
        merging.merge(*two, reason=" ", actor=office)
    for name in ("seen", "seen_gone"):
        with pytest.raises(StaleRecord):
            merging.merge(*two, reason=WHY, actor=office, **{name: "older"})


def test_what_was_changed_since_is_not_written_over(office, two):
    kept, gone = two
    done = merging.merge(kept, gone, ["birth"], reason=WHY, actor=office)
    Person.objects.filter(pk=kept.pk).update(birth="1979-03")
    with pytest.raises(RuleBroken, match="又改过"):
        merging.undo(done, reason="看错了", actor=office)
    assert not Person.objects.filter(pk=gone.pk).exists()


def test_three_that_are_one_are_taken_back_one_after_the_other(office, two):
    kept, gone = two
    third = PersonFactory(name="周敏", birth="1978-02")
    before = everything()
    first = merging.merge(gone, third, reason=WHY, actor=office)
    second = merging.merge(kept, gone, reason=WHY, actor=office)
    first.refresh_from_db()
    with pytest.raises(RuleBroken, match="后来的合并"):
        merging.undo(first, reason="看错了", actor=office)
    merging.undo(second, reason="看错了", actor=office)
    first.refresh_from_db()
    merging.undo(first, reason="看错了", actor=office)
    assert everything() == before


def test_nobody_is_suggested_who_is_known_to_be_another(office):
    same = [PersonFactory(name="陈洁", birth="1990-01", phone="13900000001") for _ in range(2)]
    by_birth = PersonFactory(name="陈洁", birth="1990-01", phone="13900000002")
    by_role = PersonFactory(name="陈洁", birth="1991-02", phone="")
    AppointmentFactory(person=by_role, phone="13900000002")
    PersonFactory(name="陈浩", birth="1990-01", phone="13900000001")
    PersonFactory(name="陈洁", birth="", phone="")
    found = [(pair.first, pair.second, list(map(str, pair.why))) for pair in suggested_pairs()[0]]
    both, phone, birth = ["同名、同手机号", "同名、同出生年月"], ["同名、同手机号"], ["同名、同出生年月"]
    assert found == [
        (*same, both),
        (same[0], by_birth, birth),
        (same[1], by_birth, birth),
        (by_birth, by_role, phone),
    ]
    merging.distinguish(same[1], same[0], actor=office)
    _numbers(same[0], by_birth)
    assert [(pair.first, pair.second) for pair in suggested_pairs()[0]] == [
        (same[1], by_birth),
        (by_birth, by_role),
    ]
    merging.undistinguish(Distinction.objects.get(), actor=office)
    assert suggested_pairs()[1] == 3


def test_one_name_spelled_otherwise_is_suggested_and_names_that_sound_alike_with_one_telephone():
    uyghur = [
        PersonFactory(name=name, birth="1988-03") for name in ("阿卜杜热合曼·买买提", "阿卜杜热合曼买买提")
    ]
    old = [PersonFactory(name=name, birth="", phone="13900000001") for name in ("张國强", "张国强")]
    sound = [PersonFactory(name=name, birth="", phone="13900000002") for name in ("周敏", "周珉")]
    # Twins with the telephone of their mother are two.
    for name in ("赵一", "赵二"):
        PersonFactory(name=name, birth="1971-07", phone="13900000003")
    found = {(pair.first, pair.second, tuple(map(str, pair.why))) for pair in suggested_pairs()[0]}
    assert found == {
        (*uyghur, ("同名、同出生年月", "姓名写法不同")),
        (*old, ("同名、同手机号", "姓名写法不同")),
        (*sound, ("姓名同音、同手机号",)),
    }


def test_one_identity_number_in_the_tables_is_suggested_first_and_another_never():
    alike = [PersonFactory(name="周敏", birth="1978-02", phone="13900000009") for _ in range(2)]
    sound = [PersonFactory(name=name, birth="1990-01") for name in ("张磊", "张蕾")]
    unlike = [PersonFactory(name=name, birth="1990-01") for name in ("孙权", "曹操")]
    asked = []

    def stated(keys):
        asked.extend(keys)
        numbers = {each.pk: {"a"} for each in (*sound, *unlike)}
        return numbers | {alike[0].pk: {"b"}, alike[1].pk: {"c"}}

    ((pair,), _count) = suggested_pairs(stated)
    assert (pair.first, pair.second, list(map(str, pair.why))) == (*sound, ["同身份证号", "姓名写法不同"])
    # Only what may be one is decrypted.
    assert set(asked) == {each.pk for each in (*alike, *sound)}


def test_number_kept_of_one_and_stated_of_the_other_is_one_number():
    first, _second = (PersonFactory(name=name, birth="1949-12") for name in ("周敏", "周珉"))
    Person.objects.filter(pk=first.pk).update(identity_fingerprint="a")
    assert suggested_pairs(lambda keys: {key: {"a"} for key in keys})[1] == 1
    assert suggested_pairs() == ([], 0)


def test_every_table_that_names_a_person_is_known_here():
    """A new one is moved by itself; whoever adds it looks whether one person may have it twice."""
    assert {f"{field.model._meta.label}.{field.name}" for field in relations_to(Person)} == {
        "exams.Admission.person",
        "people.Appointment.person",
        "people.Consent.person",
        "people.Distinction.first",
        "people.Distinction.second",
        "people.Membership.person",
        "people.Merge.kept",
        "people.Nomination.person",
        "people.SelfNomination.person",
        "training.Attendance.person",
        "training.SignUp.person",
        "volunteering.MemberRequest.person",
    }
    assert {model._meta.label for model in settled_kinds()} == {
        "exams.Admission",
        "exams.Sitting",
        "people.Appointment",
        "people.Consent",
        "people.Distinction",
        "people.ServiceRecord",
        "people.YearlyExcuse",
        "training.Attendance",
        "training.SignUp",
        "volunteering.Answer",
        "volunteering.Evaluation",
        "volunteering.Profile",
    }
    assert Nomination.objects.count() == ServiceRecord.objects.count() == 0
