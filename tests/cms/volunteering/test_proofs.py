"""Proofs of service: who asks, when they are given, that they are true and stay checkable."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.accounts.enums import Role
from cms.campaigns.models import HomePage, SiteProfile
from cms.core.errors import NotAllowed, RuleBroken
from cms.people.services.service_records import correct_service
from cms.volunteering.enums import ProofState
from cms.volunteering.exports.proofs import proof_on_paper
from cms.volunteering.models import ServiceProof, VolunteerSetting
from cms.volunteering.queries.proofs import checked_proof, proofs_on_notice
from cms.volunteering.services.proofs import issue_proof, refuse_proof, request_proof, withdraw_proof
from tests.cms.accounts.factories import UserFactory
from tests.cms.people.factories import MembershipFactory, ServiceRecordFactory, VolunteerFactory
from tests.cms.people.services.test_nominations import coordinator_of
from tests.cms.places.factories import CommunityFactory
from tests.cms.volunteering.factories import ServiceProofFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
YEAR = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 10, 31)}


@pytest.fixture
def office():
    return UserFactory(roles=[Role.OFFICE])


def served(appointment, day, half_hours, verified=True):
    return ServiceRecordFactory(
        appointment=appointment, date=day, half_hours=half_hours, verified_on=TODAY if verified else None
    )


@pytest.fixture
def volunteer():
    """Two hours and a half verified in the year, an hour not, and an hour the year before."""
    held = VolunteerFactory()
    for day, half_hours, verified in (
        (date(2026, 1, 1), 3, True),
        (date(2026, 10, 31), 2, True),
        (date(2026, 5, 1), 2, False),
        (date(2025, 12, 31), 2, True),
    ):
        served(held, day, half_hours, verified)
    return held


def asked(volunteer, actor=None):
    actor = actor or MembershipFactory(person=volunteer.person).user
    return request_proof(volunteer, actor=actor, **YEAR)


def after_notice(proof):
    ServiceProof.objects.filter(pk=proof.pk).update(notice_until=TODAY - timedelta(days=1))
    return ServiceProof.objects.get(pk=proof.pk)


def test_days_the_wrong_way_round_are_told_as_such(volunteer):
    actor = MembershipFactory(person=volunteer.person).user
    with pytest.raises(RuleBroken, match="结束日期不能早于开始日期"):
        request_proof(volunteer, starts_on=date(2026, 10, 1), ends_on=date(2026, 9, 1), actor=actor)


def test_given_after_the_notice_with_the_hours_of_the_period(volunteer, office):
    proof = asked(volunteer)
    assert (proof.state, proof.notice_until) == (ProofState.REQUESTED, TODAY + timedelta(days=3))
    with pytest.raises(RuleBroken, match="内部公示到"):
        issue_proof(proof, actor=office)
    ServiceProof.objects.update(notice_until=TODAY)
    with pytest.raises(RuleBroken, match="内部公示到"):
        issue_proof(proof, actor=office)
    held = issue_proof(after_notice(proof), actor=office)
    assert (held.hours, held.times, held.number, held.issued_on) == (
        Decimal("2.5"), 2, f"志服证〔{TODAY.year}〕00001号", TODAY,
    )  # fmt: skip
    told = checked_proof(f" {held.number}", held.check_code.lower())
    assert (told.standing, told.hours, told.times, told.name) == (
        "valid",
        "2.5",
        2,
        "居" + "*" * (len(volunteer.person.name) - 1),
    )


def test_programs_are_told_of_a_proof_what_the_page_tells(volunteer, office, client):
    proof = issue_proof(ServiceProofFactory(appointment=volunteer), actor=office)
    asked_for = {"number": proof.number, "code": proof.check_code}
    name = "居" + "*" * (len(volunteer.person.name) - 1)
    assert client.get(reverse("api:certificate"), asked_for).json() == {"standing": "valid", "name": name}


def test_days_of_the_notice_and_the_number_are_the_offices(volunteer, office):
    VolunteerSetting.objects.update_or_create(
        pk=VolunteerSetting.load().pk, defaults={"notice_days": 0, "proof_prefix": "青志", "proof_digits": 3}
    )
    first = issue_proof(asked(volunteer), actor=office)
    second = issue_proof(asked(volunteer, office), actor=office)
    assert [each.number for each in (first, second)] == [f"青志〔{TODAY.year}〕00{n}号" for n in (1, 2)]


def test_correction_afterwards_is_told_by_the_check(volunteer, office):
    proof = issue_proof(ServiceProofFactory(appointment=volunteer), actor=office)
    record = volunteer.service_records.get(half_hours=3)
    correct_service(
        record, date=record.date, start=time(9), end=time(10), hours=Decimal(1), reason="记错", actor=office
    )
    assert checked_proof(proof.number, proof.check_code).standing == "invalid"


def test_withdrawn_one_is_told_and_wrong_code_tells_nothing(volunteer, office):
    proof = issue_proof(ServiceProofFactory(appointment=volunteer), actor=office)
    assert [
        checked_proof(*each) for each in ((proof.number, "A" * 10), ("", proof.check_code), ("x", ""))
    ] == [None] * 3
    withdraw_proof(proof, reason="重复出具", actor=office)
    assert checked_proof(proof.number, proof.check_code).standing == "withdrawn"
    with pytest.raises(RuleBroken):
        issue_proof(proof, actor=office)


def test_nothing_verified_nothing_certified(office):
    volunteer = VolunteerFactory()
    served(volunteer, date(2026, 5, 1), 2, verified=False)
    with pytest.raises(RuleBroken, match="没有已核实"):
        asked(volunteer)
    with pytest.raises(RuleBroken, match="已经没有"):
        issue_proof(ServiceProofFactory(appointment=volunteer), actor=office)


def test_asked_for_once_and_refused_with_a_reason(volunteer, office):
    proof = asked(volunteer)
    with pytest.raises(RuleBroken, match="不必重复"):
        asked(volunteer, office)
    assert refuse_proof(proof, reason="有出入", actor=office).answer == "有出入"


def test_who_may_ask_give_and_see_the_notice(volunteer, office):
    own, elsewhere = coordinator_of(volunteer.community), coordinator_of(CommunityFactory())
    for actor in (own, elsewhere, MembershipFactory().user):
        with pytest.raises(NotAllowed):
            asked(volunteer, actor)
    proof = asked(volunteer)
    assert [list(proofs_on_notice(each, TODAY)) for each in (office, own, elsewhere)] == [
        [proof],
        [proof],
        [],
    ]
    assert proofs_on_notice(office, TODAY).get().hours_by_now == proof.records().hours() > 0
    assert list(proofs_on_notice(office, proof.notice_until + timedelta(days=1))) == []
    for actor in (own, volunteer.person.membership.user):
        with pytest.raises(NotAllowed):
            issue_proof(after_notice(proof), actor=actor)


def test_nobody_in_the_office_certifies_their_own_hours(volunteer, office):
    MembershipFactory(user=office, person=volunteer.person)
    with pytest.raises(NotAllowed, match="不能给自己"):
        issue_proof(ServiceProofFactory(appointment=volunteer), actor=office)


def test_issuer_left_blank_is_who_runs_the_site(volunteer):
    proof = ServiceProofFactory(appointment=volunteer, half_hours=5, times=2, number="1", issued_on=TODAY)

    def issuer() -> str:
        return proof_on_paper(proof, lambda number, code: "https://zhifa.invalid/").issuer

    assert issuer() == "普法办"
    profile = SiteProfile.for_site(HomePage.objects.get().get_site())
    profile.organiser = "青桥区普法办"
    profile.save()
    assert issuer() == "青桥区普法办"
    VolunteerSetting.objects.update_or_create(defaults={"issuer": "青桥区司法局"})
    assert issuer() == "青桥区司法局"
