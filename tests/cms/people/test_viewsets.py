"""The office's tables of people in the admin: every page opens for the office and for nobody else."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.accounts.enums import Role
from cms.core.models import AuditEntry
from cms.core.values import version_of
from cms.people.models import Appointment, Consent, Nomination, Person, ServiceRecord, StarLevel
from cms.people.services import consents
from cms.people.viewsets.appointments import AppointmentViewSet, ServiceRecordViewSet
from cms.people.viewsets.persons import PersonViewSet
from tests.cms.accounts.factories import UserFactory
from tests.cms.people.factories import (
    AppointmentFactory,
    CertificateFactory,
    ConsentFactory,
    NominationFactory,
    ObjectionFactory,
    PersonFactory,
    ServiceRecordFactory,
    VolunteerFactory,
)
from tests.cms.places.factories import CommunityFactory
from tests.cms.steps import take
from tests.cms.training.factories import AttendanceFactory

pytestmark = pytest.mark.django_db
VIEWSETS = {
    "person": PersonViewSet,
    "appointment": AppointmentViewSet,
    "servicerecord": ServiceRecordViewSet,
}
OTHERS = [role for role in Role if role not in (Role.OFFICE, Role.ADMINISTRATOR)]


@pytest.fixture
def office(client):
    user = UserFactory(roles=[Role.OFFICE])
    client.force_login(user)
    return user


def addresses():
    """Every page of the tables, by kind of record."""
    record = ServiceRecordFactory(appointment__phone="19900007777")
    star = StarLevel.objects.get(stars=1)
    objects = {
        "person": record.appointment.person,
        "appointment": record.appointment,
        "servicerecord": record,
        "starlevel": star,
    }
    return [
        *(reverse(f"{name}:index") for name in objects),
        *(reverse(f"{name}:inspect", args=[held.pk]) for name, held in objects.items()),
        reverse("appointment:edit", args=[record.appointment.pk]),
        *(
            f"{reverse(f'{name}:step', args=[step])}?pk={objects[name].pk}"
            for name, viewset in VIEWSETS.items()
            for step in viewset.steps
            if name in objects and step != "reveal"
        ),
        reverse("servicerecord:delete", args=[record.pk]),
        reverse("starlevel:edit", args=[star.pk]),
        reverse("starlevel:add"),
    ]


def test_every_page_opens_for_the_office(client, office):
    pages = {address: client.get(address) for address in addresses()}
    assert {address: page.status_code for address, page in pages.items()} == dict.fromkeys(pages, 200)
    assert [address for address, page in pages.items() if "19900007777" in page.content.decode()] == []


@pytest.mark.parametrize("role", OTHERS)
def test_no_page_opens_for_others(client, role):
    found = addresses()
    client.force_login(UserFactory(roles=[role]))
    assert [address for address in found if client.get(address).status_code == 200] == []


def test_service_record_is_taken_out_with_a_trace_and_neither_added_nor_changed(client, office):
    record = ServiceRecordFactory()
    record.refresh_from_db()
    client.post(reverse("servicerecord:delete", args=[record.pk]), {"seen": version_of(record)})
    assert not ServiceRecord.objects.exists()
    assert AuditEntry.objects.get(action="people.servicerecord.delete").target_id == str(record.pk)
    page = client.get(reverse("servicerecord:index")).content.decode()
    assert reverse("servicerecord:add") not in page


def test_person_shows_hours_and_stars(client, office):
    record = ServiceRecordFactory(half_hours=200, minutes=6000, verified_on="2026-10-01")
    person = record.appointment.person
    page = client.get(reverse("person:inspect", args=[person.pk])).content.decode()
    assert "100小时" in page
    assert "1星" in page


@pytest.mark.parametrize(
    ("name", "factory"),
    [
        ("person", PersonFactory),
        ("appointment", AppointmentFactory),
        ("servicerecord", ServiceRecordFactory),
        ("consent", ConsentFactory),
    ],
)
def test_list_costs_the_same_whatever_its_length(name, factory, client, office):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"{name}:index")).status_code == 200
        return len(queries)

    factory()
    cost()
    one = cost()
    factory.create_batch(2)
    assert cost() == one


def test_appointments_and_consents_are_begun_and_ended_by_steps_alone(client, office):
    consent, appointment = ConsentFactory(), AppointmentFactory()
    doors = [
        reverse("appointment:add"),
        reverse("consent:add"),
        reverse("consent:edit", args=[consent.pk]),
        reverse("consent:delete", args=[consent.pk]),
        reverse("servicerecord:add"),
    ]
    assert [door for door in doors if client.post(door, {}).status_code != 302] == []
    refused = client.post(reverse("appointment:delete", args=[appointment.pk]), {})
    assert refused.status_code == 409
    assert "任用要留存，不能删除" in refused.content.decode()
    assert Appointment.objects.get() == appointment
    assert Consent.objects.get() == consent


def test_form_of_an_appointment_writes_neither_state_nor_certificate_nor_who_and_where(client, office):
    appointment = AppointmentFactory()
    before = Appointment.objects.values().get()
    values = {
        "person": PersonFactory().pk, "community": CommunityFactory().pk, "role": "leader",
        "state": "removed", "certificate_number": "1", "volunteer_number": "2", "team": "一队",
    }  # fmt: skip
    client.post(
        reverse("appointment:edit", args=[appointment.pk]), {**values, "seen": version_of(appointment)}
    )
    after = Appointment.objects.values().get()
    assert {name for name in after if after[name] != before[name]} == {"team", "updated_at"}


def test_two_who_save_the_same_appointment_lose_nothing(client, office):
    appointment = AppointmentFactory(team="一队")
    edit, seen = reverse("appointment:edit", args=[appointment.pk]), version_of(appointment)
    client.post(edit, {"team": "二队", "seen": seen})
    page = client.post(edit, {"team": "三队", "seen": seen}).content.decode()
    assert "别人改动了这条记录" in page
    assert "现在保存的是“二队”。" in page
    assert 'value="三队"' in page
    assert Appointment.objects.get().team == "二队"


def test_person_is_put_forward_and_the_office_takes_its_steps_by_buttons(client, office):
    person, community = PersonFactory(), CommunityFactory()
    given = {"role": "literate", "community": community.pk, "source": "recommended", "category": "网格员"}
    take(client, "person", "put_forward", person, **given)
    nomination = Nomination.objects.get()
    today = str(timezone.localdate())
    # The 居村 itself checks: its step is refused to the office, and nothing is done.
    refused = take(client, "nomination", "check", nomination, done_on=today)
    assert (refused.status_code, Nomination.objects.get().state) == (200, "check")
    Nomination.objects.update(state="exam")
    nomination.refresh_from_db()
    take(client, "nomination", "exam", nomination, done_on=today, score="88.5", opinion="合格")
    step = nomination.steps.get()
    assert (step.verb, step.score, step.opinion) == ("exam", Decimal("88.5"), "合格")
    page = client.get(reverse("nomination:inspect", args=[nomination.pk])).content.decode()
    assert ("登记考核通过" in page, "88.5" in page, "待司法所意见" in page) == (True, True, True)


def test_end_of_a_nomination_is_told_why(client, office):
    nomination = NominationFactory(state="registration")
    today = str(timezone.localdate())
    page = take(client, "nomination", "refuse", nomination, done_on=today, reason="").content.decode()
    assert "请写明理由" in page
    take(client, "nomination", "refuse", nomination, done_on=today, reason="材料不实")
    nomination.refresh_from_db()
    assert (nomination.state, nomination.steps.get().opinion) == ("refused", "材料不实")


def test_active_appointment_is_certified_by_a_button(client, office):
    appointment = AppointmentFactory()
    given = {"certificate_number": "青普明1号", "certified_on": "2026-05-01"}
    take(client, "appointment", "certify", appointment, **given)
    appointment.refresh_from_db()
    assert (appointment.certificate_number, appointment.certified_on) == ("青普明1号", date(2026, 5, 1))


def test_volunteer_is_registered_by_a_button_and_a_refusal_stands_beside_what_was_typed(client, office):
    held = VolunteerFactory(volunteer_number="ZY-1")
    person = PersonFactory()
    given = {"community": held.community.parent.pk, "registered_on": "2026-03-01", "team": "青桥一队"}
    page = take(client, "person", "register", person, volunteer_number="ZY-1", **given).content.decode()
    field = page.split('for="id_volunteer_number"')[1].split("<label")[0]
    assert "这个志愿者编号已经用过，请换一个。" in field
    assert 'aria-describedby="id_volunteer_number_error"' in field
    assert 'aria-invalid="true"' in field
    assert 'value="青桥一队"' in page
    take(client, "person", "register", person, volunteer_number="ZY-2", **given)
    assert person.appointments.get().volunteer_number == "ZY-2"


def test_several_appointments_move_at_once_and_what_cannot_is_told(client, office):
    active, paused = VolunteerFactory(), VolunteerFactory(state="paused")
    page = take(client, "appointment", "pause", active, paused).content.decode()
    assert set(Appointment.objects.values_list("state", flat=True)) == {"paused"}
    rule = "只有在册的任用可以暂停。在册、暂停的，由街镇提出建议"
    told = f"{paused}：现在的状态是“{paused.get_state_display()}”。{rule}"
    assert told in page
    assert "1 条：已办理：暂停。" in page


def test_more_than_one_step_takes_are_told_of_and_left_alone(client, office, monkeypatch):
    monkeypatch.setattr("cms.core.viewsets.steps.MOST", 1)
    first, second = VolunteerFactory.create_batch(2)
    client.force_login(office)
    page = client.get(f"{reverse('appointment:step', args=['pause'])}?pk={first.pk}&pk={second.pk}")
    assert "一次最多办理 1 条，另有 1 条没有动" in page.content.decode()
    assert str(second.person) not in page.content.decode()


def test_end_asks_for_the_reason_once_for_several(client, office):
    both = VolunteerFactory.create_batch(2)
    page = take(client, "appointment", "leave", *both).content.decode()
    assert page.count("请写明退出或撤销的理由。</li>") == 1
    assert set(Appointment.objects.values_list("state", flat=True)) == {"active"}
    take(client, "appointment", "leave", *both, reason="换届")
    assert set(Appointment.objects.values_list("state", flat=True)) == {"left"}


def test_consent_is_given_and_withdrawn_by_buttons(client, office):
    person = PersonFactory()
    given = {"purpose": "listing", "text_version": "2026-1", "given_on": "2026-01-01"}
    take(client, "person", "consent", person, **given)
    consent = Consent.objects.get()
    assert (consent.person, consent.purpose, consent.withdrawn_on) == (person, "listing", None)
    page = take(client, "consent", "withdraw", consent, withdrawn_on="2025-12-31").content.decode()
    assert "撤回日期不能早于同意日期。" in page
    take(client, "consent", "withdraw", consent, withdrawn_on="2026-02-01")
    consent.refresh_from_db()
    assert consent.withdrawn_on == date(2026, 2, 1)


def test_service_is_noted_on_the_appointment_and_verified_by_another(client, office):
    appointment = VolunteerFactory()
    given = {
        "activity": "宪法宣传", "date": "2026-05-01", "start": "09:00", "end": "11:00", "hours": "1.7",
        "recorder": "记录员", "duty": "", "place": "广场",
    }  # fmt: skip
    page = take(client, "appointment", "service", appointment, **given).content.decode()
    assert "以半小时为单位。</li>" in page
    assert 'value="宪法宣传"' in page
    assert 'value="09:00"' in page
    assert 'value="2026-05-01"' in page
    take(client, "appointment", "service", appointment, **{**given, "hours": "1.5"})
    record = ServiceRecord.objects.get()
    other = ServiceRecordFactory()
    assert "不能核实自己登记的服务" in take(client, "servicerecord", "verify", record, other).content.decode()
    record.refresh_from_db()
    other.refresh_from_db()
    assert (record.hours, record.verified_by, other.verified_by) == (Decimal("1.5"), None, office)
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    take(client, "servicerecord", "verify", record)
    record.refresh_from_db()
    assert record.verified_on is not None


def test_full_numbers_are_shown_once_kept_nowhere_and_told_of(client):
    person = PersonFactory(phone="19900007777")
    admin = UserFactory(roles=[Role.ADMINISTRATOR])
    client.force_login(admin)
    asked = client.get(f"{reverse('person:step', args=['reveal'])}?pk={person.pk}").content.decode()
    assert "19900007777" not in asked
    short = take(client, "person", "reveal", person, reason="查").content.decode()
    assert "19900007777" not in short
    assert "至少四个字" in short.split('id="id_reason_error"')[1]
    assert not AuditEntry.objects.exists()
    page = take(client, "person", "reveal", person, reason="核对本人信息")
    assert page.redirect_chain == []
    assert "19900007777" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert AuditEntry.objects.get().detail == {"reason": "核对本人信息"}
    later = client.get(reverse("person:inspect", args=[person.pk])).content.decode()
    assert "19900007777" not in later
    assert "19900007777" not in json.dumps(AuditEntry.objects.get().detail)


def test_full_numbers_have_no_button_for_who_may_not_see_them(client, office):
    person = PersonFactory()
    assert "查看完整号码" not in client.get(reverse("person:inspect", args=[person.pk])).content.decode()
    assert client.get(f"{reverse('person:step', args=['reveal'])}?pk={person.pk}").status_code == 302
    assert take(client, "person", "reveal", person, reason="核对本人信息").redirect_chain != []
    assert not AuditEntry.objects.exists()


def test_person_with_a_role_is_not_deleted(client, office):
    appointment = AppointmentFactory()
    page = client.post(reverse("person:delete", args=[appointment.person.pk]), follow=True)
    assert "还有1 条任用与它相连" in page.content.decode()
    assert Appointment.objects.get() == appointment


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2099-01-01", "9999-12-31"])
@pytest.mark.parametrize(
    ("step", "asks", "given"),
    [
        ("person:register", "registered_on", {"volunteer_number": "ZY-1"}),
        ("person:consent", "given_on", {"purpose": "photo", "text_version": "1"}),
        ("appointment:certify", "certified_on", {"certificate_number": "Z1"}),
        (
            "appointment:service",
            "date",
            {"activity": "讲座", "start": "09:00", "end": "10:00", "hours": "1", "recorder": "李干事"},
        ),
    ],
)
def test_day_that_cannot_be_meant_is_told_at_its_field(client, office, step, asks, given, day):
    kind, _, verb = step.partition(":")
    held = AppointmentFactory()
    record = held.person if kind == "person" else held
    given = {**given, "community": held.community.pk, asks: day}
    page = client.post(reverse(f"{kind}:step", args=[verb]), {"pk": record.pk, **given})
    assert list(page.context["form"].errors) == [asks]


@pytest.mark.parametrize(
    ("field", "value"),
    [("birth", "0001-01"), ("birth", "1876-05"), ("birth", "2099-01"), ("gender", "x"), ("education", "不详"),
     ("ethnicity", "火星族"), ("political_status", "x")],
)  # fmt: skip
def test_person_is_not_kept_with_what_cannot_be(client, office, field, value):
    page = client.post(reverse("person:add"), {"name": "王小明", field: value})
    assert (list(page.context["form"].errors), Person.objects.exists()) == ([field], False)


@pytest.mark.parametrize(("stars", "told"), [("0", "stars"), ("6", "stars"), ("99", "stars")])
def test_there_are_five_stars(client, office, stars, told):
    StarLevel.objects.all().delete()
    page = client.post(reverse("starlevel:add"), {"stars": stars, "hours": "5000"})
    assert list(page.context["form"].errors) == [told]


def test_word_from_before_the_list_is_shown_and_not_emptied_unseen(client, office):
    person = PersonFactory()
    Person.objects.filter(pk=person.pk).update(education="大学")
    person.refresh_from_db()
    address = reverse("person:edit", args=[person.pk])
    form = client.get(address).context["form"]
    values = {name: form[name].value() or "" for name in form.fields}
    assert values["education"] == "大学"
    page = client.post(address, {**values, "skills": "剪纸"})
    assert list(page.context["form"].errors) == ["education"]
    person.refresh_from_db()
    assert (person.education, person.skills) == ("大学", "")
    client.post(address, {**values, "skills": "剪纸", "education": "本科"})
    person.refresh_from_db()
    assert (person.education, person.skills) == ("本科", "剪纸")


def found(client, name: str, **asked) -> list[str]:
    """What stands in a list when it is asked for something."""
    return [str(each) for each in client.get(reverse(f"{name}:index"), asked).context["object_list"]]


def test_person_is_found_by_place_and_number_and_stands_once(client, office):
    community = CommunityFactory(name="溪东村")
    person = AppointmentFactory(
        person__name="周敏", community=community, role="literate", certificate_number="青法201"
    ).person
    AppointmentFactory(person=person, community=community, role="leader")
    AppointmentFactory(person__name="周敏之")
    assert [found(client, "person", q=words) for words in ("溪东", "青法201", "周敏")] == [
        ["周敏"], ["周敏"], ["周敏", "周敏之"],
    ]  # fmt: skip
    assert "溪东村" in client.get(reverse("person:index"), {"q": "青法201"}).content.decode()


def test_what_is_chosen_of_a_person_holds_of_one_appointment(client, office):
    one = AppointmentFactory(person__name="周敏", role="literate", state="left")
    AppointmentFactory(person=one.person, role="leader", state="active")
    town = one.community.parent.pk
    assert [
        found(client, "person", role="leader", state="active"),
        found(client, "person", role="literate", state="active"),
        found(client, "person", town=town, role="literate"),
        found(client, "appointment", town=town),
        found(client, "person", town=CommunityFactory().parent.pk),
    ] == [["周敏"], [], ["周敏"], [str(one)], []]  # fmt: skip


def test_whole_number_opens_the_person_without_standing_in_an_address(client, office):
    person = PersonFactory(phone="19900001111")
    answer = client.post(reverse("person:find"), {"number": "199 0000-1111"})
    assert answer.url == reverse("person:inspect", args=[person.pk])


def test_number_that_several_share_lists_them_masked(client, office):
    PersonFactory(name="周敏", phone="19900001111")
    AppointmentFactory(person__name="周强", phone="19900001111")
    page = client.post(reverse("person:find"), {"number": "19900001111"}).content.decode()
    assert ["周敏" in page, "周强" in page, page.count("19900001111")] == [True, True, 1]


@pytest.mark.parametrize(
    ("number", "told"), [("19900001111", "名册里没有人用这个号码"), ("1990000", "请填写 11 位手机号")]
)
def test_number_that_nobody_has_is_said(client, office, number, told):
    assert told in client.post(reverse("person:find"), {"number": number}).content.decode()


@pytest.mark.parametrize("role", OTHERS)
def test_numbers_are_asked_by_the_office_only(client, role):
    client.force_login(UserFactory(roles=[role]))
    person = PersonFactory(phone="19900001111")
    answer = client.post(reverse("person:find"), {"number": "19900001111"})
    assert answer.url != reverse("person:inspect", args=[person.pk])


def test_page_of_a_person_tells_posts_consents_hours_and_trainings(client, office):
    record = ServiceRecordFactory(appointment__person__name="周敏", activity="广场宣传")
    person = record.appointment.person
    ConsentFactory(person=person)
    AttendanceFactory(person=person, session__title="骨干培训")
    page = client.get(reverse("person:inspect", args=[person.pk])).content.decode()
    told = [str(record.appointment.community), "广场宣传", "待核实", "，有效", "骨干培训"]
    assert [words for words in told if words not in page] == []


def test_who_saw_whose_numbers_is_exported_with_the_reason(client):
    person, admin = PersonFactory(name="林知夏"), UserFactory(name="管理员", roles=[Role.ADMINISTRATOR])
    consents.reveal_numbers(person, reason="核对本人信息", actor=admin)
    client.force_login(admin)
    answer = client.get(f"{reverse('audit_trail:index')}?export=csv&action=people.person.reveal")
    (told,) = b"".join(answer).decode().strip().splitlines()[1:]
    assert [each in told for each in ("林知夏", "管理员", "查看完整号码", "核对本人信息")] == [True] * 4


def test_objection_stands_above_the_answer_that_is_asked_for(client, office):
    held = ObjectionFactory(words="此人不住本居村")
    page = client.get(reverse("objection:step", args=["answer"]), {"pk": held.pk}).content.decode()
    assert ("“此人不住本居村”" in page, "异议成立，不能聘任" in page) == (True, True)
    take(client, "objection", "answer", held, answer="经核实常住本居村", is_upheld="no")
    held.refresh_from_db()
    assert (held.answer, held.is_upheld) == ("经核实常住本居村", False)


@pytest.mark.parametrize("name", ["certificate", "servicerecord", "endingproposal"])
def test_namesakes_of_two_places_are_told_apart_in_the_list(name, client, office):
    made = {
        "certificate": lambda held: CertificateFactory(appointment=held),
        "servicerecord": lambda held: ServiceRecordFactory(appointment=held),
        "endingproposal": lambda held: held.ending_proposals.create(verb="leave", grounds="搬离本区"),
    }[name]
    held = [AppointmentFactory(person__name="方知秋") for _ in range(2)]
    for each in held:
        made(each)
    page = client.get(reverse(f"{name}:index")).content.decode()
    assert [str(each.community) in page for each in held] == [True, True]


def test_last_digits_find_nobody_and_the_list_says_where_whole_numbers_are_asked_for(client, office):
    page = client.get(reverse("person:index"), {"q": "9901"}).content.decode()
    assert "请按“按号码找人”" in page
