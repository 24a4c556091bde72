"""Becoming a volunteer: what is kept, who approves, what the roster holds afterwards."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed, RuleBroken
from cms.core.models import AuditEntry
from cms.inbox.models import Message
from cms.people.models import Appointment, Membership, Person
from cms.people.services.persons import LooksAlike
from cms.volunteering.enums import ApplicationState
from cms.volunteering.forms import ApproveForm
from cms.volunteering.models import Application
from cms.volunteering.queries import application_by
from cms.volunteering.services.applications import (
    APPROVE,
    FORGET,
    FORGOTTEN_AFTER,
    approve,
    decline,
    forget_applications,
    receive,
    take_back,
)
from tests.cms.accounts.factories import UserFactory
from tests.cms.people.factories import PersonFactory
from tests.cms.people.services.test_nominations import coordinator_of
from tests.cms.places.factories import CommunityFactory
from tests.cms.volunteering.factories import ApplicationFactory, SkillFactory, TeamFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return UserFactory(roles=[Role.OFFICE])


def sent(purposes=("management", "listing"), account=None, **changed):
    community = CommunityFactory()
    given = {
        "name": "方知秋", "gender": "", "birth": "1985-03", "phone": "19900001234", "community": community,
        "skills": [SkillFactory()],
        "towns": [community.parent], "times": ["weekend_morning"], "words": "律师",
        "guardian_name": "", "guardian_phone": "",
    } | changed  # fmt: skip
    return receive(given, purposes=purposes, account=account)


def test_approved_writer_is_a_volunteer_with_what_was_offered_and_agreed_to(office):
    held, code = sent(account=(member := UserFactory(roles=[Role.MEMBER])))
    assert (application_by(code.lower()), Message.objects.get().user) == (held, office)
    team = TeamFactory(name="律师队")
    approve(held, actor=office, team=team, volunteer_number="ZY-1", joins=True)
    appointment = Appointment.objects.get()
    assert (appointment.person.name, appointment.state, appointment.volunteer_number, appointment.team) == (
        "方知秋", "active", "ZY-1", "律师队",
    )  # fmt: skip
    profile = appointment.profile
    assert [*profile.skills.all()] == [*held.skills.all()]
    assert ([*profile.towns.all()], profile.times) == ([held.community.parent], ["weekend_morning"])
    assert sorted(appointment.person.consents.values_list("purpose", flat=True)) == ["listing", "management"]
    assert Membership.objects.get().user == member
    assert application_by(code).state == ApplicationState.APPROVED


def test_account_is_joined_only_where_the_office_has_checked_it(office, client):
    member = UserFactory(roles=[Role.MEMBER], name="方知秋", username="fang01")
    first, _code = sent(account=member)
    client.force_login(office)
    page = client.get(reverse("volunteer_applications:inspect", args=[first.pk])).content.decode()
    assert "方知秋（fang01）" in page
    form = ApproveForm(APPROVE, {})
    form.about([first])
    assert (form.fields["joins"].label, form.is_valid(), form.cleaned_data["joins"]) == (
        "已核实账号“方知秋（fang01）”就是本人，关联", True, False,
    )  # fmt: skip
    approve(first, actor=office, **form.cleaned_data)
    assert not Membership.objects.exists()
    second, _code = sent(account=member, name="方知春", phone="19900001235")
    approve(second, actor=office, joins=True)
    assert Membership.objects.get().person == Person.objects.get(name="方知春")
    # Sent by the same account for a neighbour: nothing to join, nothing in the way.
    third, _code = sent(name="邻居", phone="19900001236")
    form = ApproveForm(APPROVE, {"joins": "on"})
    form.about([third])
    assert (form.is_valid(), "joins" in form.cleaned_data) == (True, False)
    assert approve(third, actor=office, **form.cleaned_data).state == ApplicationState.APPROVED


def test_one_human_being_stays_one_person(office):
    known = PersonFactory(name="方知秋", birth="1985-03")
    held, _code = sent()
    with pytest.raises(LooksAlike):
        approve(held, actor=office)
    form = ApproveForm(APPROVE, {"person": str(known.pk)})
    form.about([held])
    assert form.is_valid()
    approve(held, actor=office, **form.cleaned_data)
    assert (Person.objects.count(), Appointment.objects.get().person) == (1, known)
    other, _code = sent(phone="19900001235")
    form = ApproveForm(APPROVE, {"person": "new"})
    form.about([other])
    assert form.is_valid()
    approve(other, actor=office, **form.cleaned_data)
    assert Person.objects.filter(name="方知秋").count() == 2


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"purposes": ["listing"]}, "不能登记为志愿者"),
        ({"birth": "2012-01"}, "监护人"),
        ({"birth": "2012-01", "guardian_name": "方母"}, "监护人"),
        ({"words": "电话19900001234"}, "请不要在这里写"),
        ({"times": ["noon"]}, "列出的时间"),
    ],
)
def test_what_breaks_a_rule_is_told_and_nothing_kept(changed, told):
    with pytest.raises(RuleBroken, match=told):
        sent(**changed)
    assert not Application.objects.exists()


def test_minor_with_a_guardian_is_registered(office):
    held, _code = sent(birth="2012-01", guardian_name="方母", guardian_phone="19900001111")
    person = approve(held, actor=office).appointment.person
    assert (person.guardian_name, person.guardian_phone) == ("方母", "19900001111")


def test_same_number_waits_once():
    sent()
    with pytest.raises(RuleBroken, match="不必重复提交"):
        sent()


def test_declined_or_taken_back_it_is_done_with(office):
    held = decline(ApplicationFactory(), reason="不在本区", actor=office)
    assert (held.state, held.answer) == (ApplicationState.DECLINED, "不在本区")
    gone = take_back(ApplicationFactory(words="愿意", account=office, skills=[SkillFactory()]))
    assert (gone.name, gone.phone, gone.words, gone.state) == ("", "", "", ApplicationState.WITHDRAWN)
    assert (gone.account, gone.skills.exists()) == (None, False)
    for done in (held, gone):
        with pytest.raises(RuleBroken, match="已经办理过"):
            approve(done, actor=office)
    # Whoever was refused may have their data deleted as well.
    assert (take_back(held).name, held.answer) == ("", "不在本区")
    registered = approve(ApplicationFactory(), actor=office)
    for done in (held, gone, registered):
        with pytest.raises(RuleBroken, match="不必再撤"):
            take_back(done)


@pytest.mark.parametrize("end", ["approve", "decline", "take_back"])
def test_once_it_is_dealt_with_nobody_of_the_office_is_asked_for_it_any_more(end, office):
    colleague = UserFactory(roles=[Role.OFFICE])
    held, _code = sent()
    assert set(Message.objects.filter(read_at=None).values_list("user", flat=True)) == {
        office.pk, colleague.pk,
    }  # fmt: skip
    act = {
        "approve": lambda: approve(held, actor=office),
        "decline": lambda: decline(held, reason="不在本区", actor=office),
        "take_back": lambda: take_back(held),
    }[end]
    act()
    assert not Message.objects.filter(read_at=None).exists()


@pytest.mark.parametrize(("after", "forgotten"), [(0, 0), (1, 2)])
def test_what_was_filled_in_is_forgotten_half_a_year_after_the_decision(after, forgotten, office):
    def secrets(held) -> tuple:
        held.refresh_from_db()
        told = (held.name, held.birth, held.phone, held.phone_fingerprint, held.guardian_name, held.words)
        return (*told, held.guardian_phone, held.times, held.account, held.skills.count(), held.towns.count())

    minor = {"birth": "2012-01", "guardian_name": "方母", "guardian_phone": "19900001111"}
    approved = approve(sent(account=office, **minor)[0], actor=office)
    declined = decline(sent(phone="19900001235")[0], reason="不在本区", actor=office)
    waiting, _code = sent(phone="19900001236")
    before = {held: secrets(held) for held in (approved, declined, waiting)}
    # Decided before the day was noted.
    Application.objects.filter(pk=declined.pk).update(decided_on=None)
    day = timezone.localdate() + FORGOTTEN_AFTER + timedelta(days=after)
    assert [forget_applications(day), forget_applications(day)] == [forgotten, 0]
    nothing = ("", "", "", "", "", "", "", [], None, 0, 0)
    kept = before if not forgotten else before | {approved: nothing, declined: nothing}
    assert {held: secrets(held) for held in (approved, declined, waiting)} == kept
    assert Person.objects.get().name == "方知秋"


def test_what_is_forgotten_does_not_stand_in_the_trail(office):
    held, code = sent(words="律师十年", birth="2012-01", guardian_name="方母", guardian_phone="19900001111")
    decline(held, reason="不在本区", actor=office)
    forget_applications(timezone.localdate() + FORGOTTEN_AFTER + timedelta(days=1))
    told = str([*AuditEntry.objects.values_list("action", "target_label", "detail")])
    secrets = ("方知秋", "律师十年", "方母", "2012-01", "19900001111", code, held.code_fingerprint)
    assert [each for each in secrets if each in told] == []
    assert AuditEntry.objects.filter(action=FORGET.name).count() == 1


@pytest.mark.parametrize("role", [each for each in Role if each not in (Role.OFFICE, Role.ADMINISTRATOR)])
def test_only_the_office_decides(role):
    held = ApplicationFactory()
    actor = (
        coordinator_of(held.community) if role == Role.COMMUNITY_COORDINATOR else UserFactory(roles=[role])
    )
    for act in (approve, lambda each, actor: decline(each, reason="不在本区", actor=actor)):
        with pytest.raises(NotAllowed):
            act(held, actor=actor)
