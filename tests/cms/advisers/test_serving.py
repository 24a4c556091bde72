"""Duty days and the service log: by whom, within which term, seen by whom."""

import re
from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from cms.accounts.enums import Role
from cms.advisers.models import DutyDay, ListingConsent, ServiceEntry
from cms.advisers.queries import gaps, visible_agreements, visible_duties, visible_entries
from cms.advisers.services import (
    correct_entry,
    give_consent,
    log_entry,
    plan_duty,
    unplan_duty,
    withdraw_consent,
)
from cms.core.errors import NotAllowed
from cms.core.models import AuditEntry
from cms.places.models import Place
from tests.cms.accounts.factories import UserFactory
from tests.cms.advisers.factories import (
    AdviserFactory,
    AgreementFactory,
    DutyDayFactory,
    ListingConsentFactory,
    ServiceEntryFactory,
)
from tests.cms.people.services.test_nominations import coordinator_of
from tests.cms.places.factories import CommunityFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def agreement():
    return AgreementFactory(starts_on=TODAY - timedelta(days=60), ends_on=TODAY + timedelta(days=90))


def account(who, agreement):
    if who == "adviser":
        agreement.adviser.account = UserFactory(roles=[Role.MEMBER])
        agreement.adviser.save()
        return agreement.adviser.account
    if who == "another adviser":
        return AdviserFactory(account=UserFactory(roles=[Role.MEMBER])).account
    places = {
        "community": agreement.community,
        "town": agreement.community.parent,
        "next door": CommunityFactory(parent=agreement.community.parent),
        "district": agreement.community.parent.parent,
    }
    return coordinator_of(places[who]) if who in places else UserFactory(roles=[who])


@pytest.mark.parametrize(
    ("who", "may"),
    [
        (Role.OFFICE, True), (Role.ADMINISTRATOR, True), ("community", True), ("town", True),
        ("adviser", True), ("another adviser", False), ("next door", False), ("district", False),
        (Role.EDITOR, False), (Role.REVIEWER, False), (Role.AGENCY_LOGGER, False), (Role.MEMBER, False),
    ],
)  # fmt: skip
def test_place_adviser_and_office_keep_the_log_and_nobody_else_sees_it(agreement, who, may):
    actor, held = account(who, agreement), ServiceEntryFactory(agreement=agreement, date=TODAY)
    duty = DutyDayFactory(agreement=agreement, date=TODAY)
    acts = (
        lambda: log_entry(agreement, date=TODAY, duty="guidance", summary="解答咨询", actor=actor),
        lambda: correct_entry(
            held, date=TODAY, duty="mediation", served=2, summary="调解", reason="写错了", actor=actor
        ),
        lambda: plan_duty(agreement, date=TODAY, start=time(14), end=time(16), actor=actor),
        lambda: unplan_duty(duty, actor=actor),
    )
    for act in acts:
        if may:
            act()
        else:
            with pytest.raises(NotAllowed):
                act()
    assert (ServiceEntry.objects.count(), DutyDay.objects.count()) == ((2, 1) if may else (1, 1))
    seen = (visible_agreements(actor), visible_entries(actor), visible_duties(actor, TODAY))
    assert [each.exists() for each in seen] == [may] * 3


@pytest.mark.parametrize("days", [-61, 91, 1])
def test_service_is_noted_within_the_term_and_not_before_it_was_given(agreement, days):
    with pytest.raises(ValidationError):
        log_entry(
            agreement,
            date=TODAY + timedelta(days=days),
            duty="guidance",
            summary="解答咨询",
            actor=UserFactory(roles=[Role.OFFICE]),
        )
    assert ServiceEntry.objects.count() == 0


def test_what_was_noted_is_not_noted_twice(agreement):
    actor = coordinator_of(agreement.community)
    given = {"date": TODAY, "duty": "guidance", "summary": "解答咨询", "served": 3}
    log_entry(agreement, **given, actor=actor)
    with pytest.raises(ValidationError, match="已经记过"):
        log_entry(agreement, **given, actor=actor)
    for other in ({"date": TODAY - timedelta(days=1)}, {"duty": "mediation"}, {"summary": "又解答一次"}):
        log_entry(agreement, **given | other, actor=actor)
    assert ServiceEntry.objects.count() == 4


@pytest.mark.parametrize(("days", "may"), [(-1, False), (0, True), (1, True)])
def test_duty_is_planned_for_a_day_that_is_not_over(days, may, agreement):
    day, actor = TODAY + timedelta(days=days), coordinator_of(agreement.community)
    if may:
        plan_duty(agreement, date=day, start=time(9), end=time(11), actor=actor)
    else:
        with pytest.raises(ValidationError, match="已经过去"):
            plan_duty(agreement, date=day, start=time(9), end=time(11), actor=actor)
    assert DutyDay.objects.count() == int(may)


@pytest.mark.parametrize(
    ("start", "end", "may"), [(7, 9, True), (8, 10, False), (9, 11, False), (10, 12, False), (11, 12, True)]
)
def test_adviser_is_on_duty_in_one_place_at_a_time(start, end, may, agreement):
    term = {"starts_on": agreement.starts_on, "ends_on": agreement.ends_on}
    elsewhere = AgreementFactory(adviser=agreement.adviser, **term)
    office = UserFactory(roles=[Role.OFFICE])
    plan_duty(agreement, date=TODAY, start=time(9), end=time(11), actor=office)
    if may:
        plan_duty(elsewhere, date=TODAY, start=time(start), end=time(end), actor=office)
    else:
        with pytest.raises(ValidationError, match=f"{agreement.community.name}，09:00–11:00"):
            plan_duty(elsewhere, date=TODAY, start=time(start), end=time(end), actor=office)
    plan_duty(AgreementFactory(**term), date=TODAY, start=time(9), end=time(11), actor=office)


def test_numbers_of_persons_do_not_stand_in_the_log(agreement):
    actor = coordinator_of(agreement.community)
    with pytest.raises(ValidationError, match="身份证号、手机号"):
        log_entry(agreement, date=TODAY, duty="guidance", summary="联系19900001234", actor=actor)


def test_corrected_entry_keeps_in_the_trail_what_was_noted_before(agreement):
    held = ServiceEntryFactory(agreement=agreement, date=TODAY, served=3)
    given = {"date": TODAY, "duty": "guidance", "served": 5, "summary": held.summary}
    with pytest.raises(ValidationError, match="为什么更正"):
        correct_entry(held, **given, reason=" ", actor=coordinator_of(agreement.community))
    correct_entry(held, **given, reason="漏记两人", actor=coordinator_of(agreement.community))
    noted = AuditEntry.objects.get(action="advisers.serviceentry.change").detail
    assert (noted["old"], noted["new"], noted["reason"]) == ({"served": 3}, {"served": 5}, "漏记两人")


def test_term_is_not_shortened_past_what_was_done_in_it(agreement):
    ServiceEntryFactory(agreement=agreement, date=TODAY)
    agreement.ends_on = TODAY - timedelta(days=1)
    with pytest.raises(ValidationError, match="已有服务记录"):
        agreement.full_clean()


def test_overlap_is_refused_past_every_service(agreement):
    with pytest.raises(ValidationError, match="在这段时间已有聘期"):
        AgreementFactory(community=agreement.community, starts_on=TODAY, ends_on=TODAY)


def test_consent_is_a_row_that_ends_and_may_be_given_again():
    office, adviser = UserFactory(roles=[Role.OFFICE]), AdviserFactory()
    give_consent(adviser, text_version="1", given_on=date(2026, 1, 1), actor=office)
    with pytest.raises(ValidationError, match="仍然有效"):
        give_consent(adviser, text_version="1", given_on=date(2026, 1, 1), actor=office)
    assert withdraw_consent(adviser, actor=office).withdrawn_on == TODAY
    with pytest.raises(ValidationError, match="没有有效的同意"):
        withdraw_consent(adviser, actor=office)
    give_consent(adviser, text_version="2", given_on=TODAY, actor=office)
    assert list(adviser.consents.values_list("text_version", flat=True).order_by("pk")) == ["1", "2"]
    with pytest.raises(IntegrityError), transaction.atomic():
        ListingConsent.objects.create(adviser=adviser, text_version="3", given_on=TODAY)


def test_gaps_name_who_has_none_who_runs_out_and_who_did_nothing():
    none = CommunityFactory()
    long_ago, far = TODAY - timedelta(days=200), TODAY + timedelta(days=300)

    def advised(starts_on, ends_on, last=None):
        held = AgreementFactory(starts_on=starts_on, ends_on=ends_on)
        if last:
            ServiceEntryFactory(agreement=held, date=last)
        return held

    ending = advised(long_ago, TODAY + timedelta(days=60), last=TODAY)
    followed = advised(long_ago, TODAY + timedelta(days=60), last=TODAY)
    AgreementFactory(community=followed.community, starts_on=TODAY + timedelta(days=61), ends_on=far)
    silent = advised(long_ago, far, last=TODAY - timedelta(days=91))
    advised(long_ago, far, last=TODAY - timedelta(days=90))
    advised(TODAY - timedelta(days=90), far)
    over = advised(long_ago, TODAY - timedelta(days=1))
    found = {
        gap.community: (gap.agreement, gap.is_ending, gap.is_silent)
        for gap in gaps(Place.objects.all(), TODAY)
    }
    assert found == {
        none: (None, False, False),
        over.community: (None, False, False),
        ending.community: (ending, True, False),
        silent.community: (silent, False, True),
    }


def test_office_sees_in_words_who_agreed_to_be_shown(client):
    ListingConsentFactory(adviser__name="顾清")
    AdviserFactory(name="白露")
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    page = client.get("/office/adviser/").content.decode()
    rows = {name: page[page.index(f"{name}\n") :].split("</tr>")[0] for name in ("顾清", "白露")}
    told = {name: re.findall(r"<td[^>]*>\s*([是否])\s*</td>", row) for name, row in rows.items()}
    assert told == {"顾清": ["是"], "白露": ["否"]}
