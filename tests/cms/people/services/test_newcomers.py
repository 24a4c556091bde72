"""Somebody new is put forward with what they agreed to, and nobody becomes two persons unnoticed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.accounts.enums import Role
from cms.core import daily
from cms.core.errors import NotAllowed, RuleBroken
from cms.core.models import AuditEntry
from cms.inbox.models import Message
from cms.people.models import Consent, Nomination, Person, RosterSetting, SelfNomination
from cms.people.queries import self_nomination_by
from cms.people.services import self_nominations
from cms.people.services.newcomers import put_forward_new
from cms.people.services.persons import LooksAlike
from cms.people.tasks import forget_past_self_nominations
from tests.cms.accounts.factories import UserFactory
from tests.cms.people.factories import AppointmentFactory, ConsentFactory, PersonFactory
from tests.cms.people.services.test_nominations import coordinator_of
from tests.cms.places.factories import CommunityFactory

pytestmark = pytest.mark.django_db
WHO = {
    "name": "方知秋", "gender": "女", "birth": "1985-03", "phone": "19900001234", "guardian_name": "",
    "guardian_phone": "",
}  # fmt: skip
AGREED = ["management", "listing"]
UNDER_AGE = f"{timezone.localdate().year - 15}-01"


@pytest.fixture
def community():
    return CommunityFactory(name="柳林居委会")


def forward(community, actor, who=WHO, purposes=AGREED, **options):
    way = {"community": community, "role": "literate", "source": "recommended"}
    return put_forward_new(who, purposes=purposes, actor=actor, **way, **options)


def test_place_puts_forward_somebody_new_with_consents(community):
    nomination = forward(community, coordinator_of(community))
    person = nomination.person
    assert (person.name, person.phone, nomination.state) == ("方知秋", "19900001234", "check")
    assert sorted(person.consents.values_list("purpose", flat=True)) == ["listing", "management"]
    assert {each.action for each in AuditEntry.objects.all()} == {
        "people.person.newcomer", "people.nomination.create", "people.consent.give",
    }  # fmt: skip


def test_nothing_is_kept_of_somebody_put_forward_elsewhere(community):
    with pytest.raises(NotAllowed):
        forward(community, coordinator_of(CommunityFactory()))
    assert (Person.objects.count(), Nomination.objects.count(), Consent.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("role", [Role.MEMBER, Role.AGENCY_LOGGER, Role.EDITOR, Role.REVIEWER], ids=str)
def test_others_put_nobody_forward(role, community):
    with pytest.raises(NotAllowed):
        forward(community, UserFactory(roles=[role]))


def test_who_looks_alike_in_the_own_places_is_another_by_decision_only(community):
    known = AppointmentFactory(community=community, person=PersonFactory(name="方知秋", birth="1985-03"))
    with pytest.raises(LooksAlike) as found:
        forward(community, coordinator_of(community))
    assert found.value.persons == [known.person]
    forward(community, coordinator_of(community), apart=[known.person.pk])
    assert Person.objects.filter(name="方知秋").count() == 2


def test_who_looks_alike_elsewhere_is_not_told_to_the_place(community):
    here = AppointmentFactory(community=community, person=PersonFactory(name="方知秋", birth="1985-03"))
    AppointmentFactory(person=PersonFactory(name="方知秋", phone="19900001234"))
    with pytest.raises(LooksAlike) as found:
        forward(community, coordinator_of(community))
    assert found.value.persons == [here.person]
    assert forward(community, coordinator_of(community), apart=[here.person.pk])


def test_without_consent_to_be_registered_nothing_is_kept(community):
    with pytest.raises(RuleBroken, match="名册管理"):
        forward(community, coordinator_of(community), purposes=["listing"])
    assert not Person.objects.exists()


def test_minors_come_with_their_guardian_where_the_rule_lets(community):
    child, actor = WHO | {"birth": UNDER_AGE}, coordinator_of(community)
    with pytest.raises(RuleBroken, match="年满18周岁"):
        forward(community, actor, child)
    RosterSetting.objects.create(takes_minors=True)
    with pytest.raises(RuleBroken, match="监护人"):
        forward(community, actor, child | {"guardian_name": "方母"})
    kept = forward(community, actor, child | {"guardian_name": "方母", "guardian_phone": "19900001111"})
    assert (kept.person.guardian_name, kept.person.guardian_phone) == ("方母", "19900001111")


def received(community, **values):
    given = WHO | {"community": community, "role": "leader", "category": "楼组长", "words": "愿意出力"}
    return self_nominations.receive(given | values, purposes=AGREED)


def test_self_nomination_is_found_by_its_number_alone_which_is_not_kept(community):
    held, code = received(community)
    assert self_nomination_by(f" {code[:4].lower()}-{code[4:]} ") == held
    assert [self_nomination_by(each) for each in ("", "-", code[:-1], "A" * 12)] == [None] * 4
    kept = SelfNomination.objects.values().get()
    assert code not in str(kept)
    assert not Person.objects.exists()


def test_same_number_waits_once_for_the_same_role(community):
    received(community)
    with pytest.raises(RuleBroken, match="已经收到"):
        received(community, name="别名")
    assert received(community, role="literate")
    assert received(CommunityFactory())


@pytest.mark.parametrize("field", ["words", "category"])
def test_numbers_stay_out_of_what_is_told(field, community):
    with pytest.raises(RuleBroken, match="身份证号"):
        received(community, **{field: "电话 19900001234"})


def test_community_is_reminded_and_nobody_else(community):
    own, _other = coordinator_of(community), coordinator_of(CommunityFactory())
    held, _code = received(community)
    sent = Message.objects.values_list("user", "link")
    assert list(sent) == [(own.pk, f"/portal/self-nominations/{held.pk}/")]


def test_accepted_it_stands_checked_with_its_consents_of_that_day(community):
    held, _code = received(community)
    nomination = self_nominations.accept(held, actor=coordinator_of(community), opinion="情况属实")
    held.refresh_from_db()
    assert (nomination.state, nomination.source, held.state) == ("training", "self", "accepted")
    assert held.nomination == nomination
    assert nomination.steps.get().opinion == "情况属实"
    given = nomination.person.consents.get(purpose="listing").given_on
    assert given == timezone.localdate(held.created_at)
    with pytest.raises(RuleBroken, match="已经办理过"):
        self_nominations.accept(held, actor=coordinator_of(community))


def test_accepted_for_somebody_known_no_second_person_is_made(community):
    known = AppointmentFactory(community=community).person
    ConsentFactory(person=known, purpose="listing")
    held, _code = received(community)
    nomination = self_nominations.accept(held, actor=coordinator_of(community), person=known)
    assert (nomination.person, Person.objects.count()) == (known, 1)
    assert sorted(known.consents.values_list("purpose", flat=True)) == ["listing", "management"]


def test_person_of_another_place_is_not_taken_for_its_writer(community):
    held, _code = received(community)
    with pytest.raises(NotAllowed):
        self_nominations.accept(held, actor=coordinator_of(community), person=AppointmentFactory().person)


def test_only_the_community_itself_takes_it_up(community):
    held, _code = received(community)
    for user in (coordinator_of(community.parent), UserFactory(roles=[Role.OFFICE])):
        for act in (
            lambda user=user: self_nominations.accept(held, actor=user),
            lambda user=user: self_nominations.decline(held, reason="不住本居村", actor=user),
        ):
            with pytest.raises(NotAllowed, match="由居村核实"):
                act()


def test_declined_its_writer_reads_why(community):
    held, code = received(community)
    actor = coordinator_of(community)
    for wrong in (" ", "请打 19900001234"):
        with pytest.raises(RuleBroken):
            self_nominations.decline(held, reason=wrong, actor=actor)
    self_nominations.decline(held, reason="不住本居村", actor=actor)
    assert (self_nomination_by(code).state, self_nomination_by(code).answer) == ("declined", "不住本居村")


def test_taken_back_nothing_personal_is_left(community):
    held, code = received(community)
    self_nominations.take_back(held)
    kept = self_nomination_by(code)
    assert {getattr(kept, name) for name in (*self_nominations.PERSONAL, "phone_fingerprint")} == {""}
    with pytest.raises(RuleBroken):
        self_nominations.take_back(kept)


@pytest.mark.parametrize(("after", "forgotten"), [(0, 0), (1, 2)], ids=["on the last day", "the day after"])
def test_long_after_it_was_decided_nothing_personal_is_left_the_answer_and_the_roster_stay(
    after, forgotten, community
):
    def secrets(held):
        held.refresh_from_db()
        return [getattr(held, name) for name in (*self_nominations.PERSONAL, "phone_fingerprint")]

    actor = coordinator_of(community)
    taken, _code = received(community)
    self_nominations.accept(taken, actor=actor)
    declined, _code = received(community, phone="19900001235", words="热心人")
    self_nominations.decline(declined, reason="不住在本居村", actor=actor)
    waiting, _code = received(community, phone="19900001236")
    before = {held: secrets(held) for held in (taken, declined, waiting)}
    day = timezone.localdate() + self_nominations.FORGOTTEN_AFTER + timedelta(days=after)
    forget = self_nominations.forget_self_nominations
    assert [forget(day), forget(day)] == [forgotten, 0]
    emptied = [""] * (len(self_nominations.PERSONAL) + 1)
    kept = before if not forgotten else before | {taken: emptied, declined: emptied}
    assert {held: secrets(held) for held in (taken, declined, waiting)} == kept
    assert (declined.state, declined.answer) == ("declined", "不住在本居村")
    assert (Person.objects.get().name, Nomination.objects.get().self_nomination) == ("方知秋", taken)


def test_daily_job_forgets_self_nominations():
    assert forget_past_self_nominations in daily._tasks


@pytest.mark.parametrize("end", ["accept", "decline", "take_back"])
def test_once_it_is_dealt_with_no_colleague_is_asked_for_it_any_more(end, community):
    first, second = coordinator_of(community), coordinator_of(community)
    held, _code = received(community)
    other, _code = received(community, phone="19900005555", name="陆明远")
    act = {
        "accept": lambda: self_nominations.accept(held, actor=first),
        "decline": lambda: self_nominations.decline(held, reason="不住本居村", actor=first),
        "take_back": lambda: self_nominations.take_back(held),
    }[end]
    act()
    for user in (first, second):
        unread = Message.objects.filter(user=user, read_at=None).values_list("subject", flat=True)
        assert list(unread) == [f"self-nomination:{other.pk}"]
