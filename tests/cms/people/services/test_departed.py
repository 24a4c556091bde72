"""Who has left is made nameless when their time is over, by the clock; what they did stays counted."""

from datetime import UTC, datetime

import pytest
from django.db.models import Q

from cms.accounts.enums import Role
from cms.accounts.models import User
from cms.accounts.services import create_account, grant_role, rename_oneself
from cms.core import audit, daily
from cms.core.append_only import NAMELESS
from cms.core.models import AuditEntry
from cms.core.writing import write
from cms.people.enums import ConsentPurpose
from cms.people.models import Appointment, Membership, Merge, Person, RosterSetting
from cms.people.queries import merit
from cms.people.services.consents import give_consent
from cms.people.services.departed import forget_departed
from cms.people.services.merging import merge
from cms.people.services.tables import PERSONS
from cms.people.tasks import forget_departed_persons
from tests.cms.accounts.factories import UserFactory
from tests.cms.people.factories import (
    AppointmentFactory,
    ConsentFactory,
    MembershipFactory,
    NominationFactory,
    PersonFactory,
    ServiceRecordFactory,
)

pytestmark = pytest.mark.django_db
LEFT_AT = datetime(2023, 11, 20, 4, tzinfo=UTC)
TODAY = datetime(2026, 11, 21, tzinfo=UTC).date()


def left(state="left", at=LEFT_AT, **person):
    """Somebody whose record was last written when they left."""
    given = {"name": "林知夏", "birth": "1985-03", "phone": "13800000001", "education": "大学本科", **person}
    held = AppointmentFactory(person=PersonFactory(**given), state=state, phone="13800000002", remark="搬离")
    ServiceRecordFactory(appointment=held, verified_on="2023-01-01")
    return age(held, at)


def age(held, at=LEFT_AT):
    for model, pk in ((Appointment, held.pk), (Person, held.person_id)):
        model.objects.filter(pk=pk).update(updated_at=at)
    return held


def test_departed_is_nameless_after_three_years_and_still_counted():
    held = left(gender="女")
    consent = ConsentFactory(person=held.person, given_on="2022-01-01")
    proposal = held.ending_proposals.create(verb="leave", grounds="搬离本区", statement="同意")
    hours = merit(held.person).hours
    assert [forget_departed(TODAY), forget_departed(TODAY)] == [1, 0]
    held = Appointment.objects.select_related("person").get(pk=held.pk)
    person = held.person
    consent.refresh_from_db()
    assert (person.name, person.gender) == (f"已匿名{person.pk}", "女")
    proposal.refresh_from_db()
    emptied = (person.birth, person.phone, person.phone_fingerprint, person.education, held.phone)
    assert (*emptied, held.remark, proposal.statement) == ("",) * 7
    assert proposal.grounds == "（到期已清除）"
    assert (held.state, merit(person).hours, consent.withdrawn_on) == ("left", hours, TODAY)
    assert hours > 0


def test_what_is_forgotten_stands_in_no_old_value_of_the_trail_which_lasts():
    office = UserFactory(roles=[Role.OFFICE])
    person = age(left()).person
    write(person, PERSONS.changes, {"education": "大专", "birth": "1985-04", "gender": "女"}, actor=office)
    age(person.appointments.get())
    assert forget_departed(TODAY) == 1
    changed, forgotten = (
        AuditEntry.objects.get(action=f"people.person.{verb}").detail for verb in ("change", "forget")
    )
    assert changed["old"] == {"gender": "", "birth": "＊", "education": "＊"}
    assert changed["new"] == {"gender": "女", "birth": "＊", "education": "＊"}
    assert set(forgotten["old"].values()) == {"＊"}


def test_no_label_of_the_trail_names_who_is_forgotten():
    office = UserFactory(roles=[Role.OFFICE])
    held, namesake, moved = left(), left("active"), left(name="林志夏")
    given = {"purpose": ConsentPurpose.LISTING, "text_version": "1", "given_on": LEFT_AT.date()}
    consent = give_consent(held.person, **given, actor=office)
    for each in (namesake.person, held.person):
        write(each, PERSONS.changes, {"education": "大专"}, actor=office)
    merge(held.person, moved.person, reason="电话核实", actor=office)
    age(held)
    age(Appointment.objects.get(pk=moved.pk))
    assert forget_departed(TODAY) == 1
    named = AuditEntry.objects.filter(Q(target_label__contains="林知夏") | Q(target_label__contains="林志夏"))
    assert [(each.target_type, each.target_id) for each in named] == [
        ("people.person", str(namesake.person_id))
    ]
    assert AuditEntry.objects.filter(target_type="people.consent", target_id=str(consent.pk)).exists()
    assert [each for each in AuditEntry.objects.all() if "林" in str(each.detail)] == []
    assert str(Merge.objects.get()) == f"（到期已清除） → 已匿名{held.person_id}"


def test_reason_names_nobody_who_is_forgotten_and_whoever_has_a_longer_name():
    office = UserFactory(roles=[Role.OFFICE])
    PersonFactory(name="林知夏雨")
    held, other = left(), left("active", name="周敏")
    for appointment, reason in ((held, "林知夏搬走了"), (other, "接替林知夏，与林知夏雨同组")):
        audit.record(office, "people.appointment.note", appointment, reason=reason)
    assert forget_departed(TODAY) == 1
    told = AuditEntry.objects.filter(action="people.appointment.note").order_by("pk")
    assert [each.detail["reason"] for each in told] == [
        f"{NAMELESS}搬走了",
        f"接替{NAMELESS}，与林知夏雨同组",
    ]


def test_first_name_of_an_account_that_an_administrator_made_is_forgotten_too():
    boss = UserFactory(roles=[Role.ADMINISTRATOR], is_superuser=True)
    account = create_account(actor=boss, username="linzhixia", name="林知夏", password="Qingqiao-2026-puf")
    grant_role(account, Role.MEMBER, actor=boss)
    User.objects.filter(pk=account.pk).update(last_login=LEFT_AT)
    MembershipFactory(person=left().person, user=account)
    Membership.objects.update(updated_at=LEFT_AT)
    assert forget_departed(TODAY) == 1
    named = ("林知夏", "linzhixia")
    told = AuditEntry.objects.values_list("target_label", "actor_name", "detail")
    assert [each for each in told if any(name in str(each) for name in named)] == []


@pytest.mark.parametrize(
    ("seen_at", "forgotten"), [(LEFT_AT, 1), (datetime(2023, 11, 21, 4, tzinfo=UTC), 0), (None, 1)]
)
def test_time_of_who_has_an_account_runs_from_the_last_sign_in(seen_at, forgotten):
    account = UserFactory(roles=[Role.MEMBER], last_login=seen_at, date_joined=LEFT_AT)
    membership = MembershipFactory(person=left().person, user=account)
    Membership.objects.filter(pk=membership.pk).update(updated_at=LEFT_AT)
    assert forget_departed(TODAY) == forgotten


def test_account_of_a_member_goes_with_its_person_and_that_of_who_works_here_stays():
    member = UserFactory(roles=[Role.MEMBER], name="林知夏", last_login=LEFT_AT)
    works = UserFactory(roles=[Role.MEMBER, Role.COMMUNITY_COORDINATOR], name="周小雨", last_login=LEFT_AT)
    rename_oneself(member, "林知夏（曹杨）")
    rename_oneself(works, "周雨")
    for account in (member, works):
        MembershipFactory(person=left().person, user=account)
    Membership.objects.update(updated_at=LEFT_AT)
    assert forget_departed(TODAY) == 2
    member.refresh_from_db()
    works.refresh_from_db()
    assert (member.name, member.is_active, member.username) == (NAMELESS, False, f"gone-{member.pk}")
    assert (works.name, works.is_active, Membership.objects.count()) == ("周雨", True, 0)
    kept = AuditEntry.objects.filter(action="accounts.user.rename")
    assert [(each.actor_name, each.target_label) for each in kept] == [
        ("周小雨", "周雨"),
        (NAMELESS, NAMELESS),
    ]
    assert [each for each in AuditEntry.objects.all() if "林知夏" in str(each.detail)] == []


@pytest.mark.parametrize(
    ("state", "at", "forgotten"),
    [
        ("left", LEFT_AT, 1),
        ("removed", LEFT_AT, 1),
        ("left", datetime(2023, 11, 21, 4, tzinfo=UTC), 0),
        ("active", LEFT_AT, 0),
        ("paused", LEFT_AT, 0),
    ],
)
def test_time_runs_from_the_last_word_on_who_left(state, at, forgotten):
    left(state, at)
    assert forget_departed(TODAY) == forgotten


def test_who_serves_elsewhere_is_put_forward_again_or_has_an_account_stays():
    serves, forward, signs_in = left(), left(), left()
    AppointmentFactory(person=serves.person, state="active")
    NominationFactory(person=forward.person, state="exam")
    Membership.objects.create(person=signs_in.person, user=UserFactory())
    for each in (serves, forward, signs_in):
        age(each)
    assert forget_departed(TODAY) == 0


@pytest.mark.parametrize(("years", "forgotten"), [(0, 0), (2, 1), (4, 0)])
def test_office_says_after_how_many_years(years, forgotten):
    left()
    setting = RosterSetting.load()
    setting.departed_years = years
    setting.save()
    assert forget_departed(TODAY) == forgotten


def test_daily_job_forgets_the_departed():
    assert forget_departed_persons in daily._tasks
