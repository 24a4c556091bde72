"""What becomes of a title: the day of its re-check, how it ends, and that its history stays."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from cms.accounts.enums import Role
from cms.core import audit
from cms.core.errors import NotAllowed, RuleBroken
from cms.honours.enums import RECHECKS, TitleState
from cms.honours.models import Recheck, Title
from cms.honours.models.titles import RECHECKED_AFTER
from cms.honours.queries import public_titles, titles_due
from cms.honours.services.titles import recheck, register_title, remind_of_rechecks
from cms.inbox.models import Message
from tests.cms.accounts.factories import UserFactory
from tests.cms.honours.factories import TODAY, CycleFactory, TitleFactory
from tests.cms.people.services.test_nominations import coordinator_of
from tests.cms.places.factories import CommunityFactory

pytestmark = pytest.mark.django_db

# By hand: only the office decides, and only of a title that stands; what it leads to.
TABLE = {
    "standing": {"keep": "standing", "revoke": "revoked", "cancel": "cancelled"},
    "revoked": {},
    "cancelled": {},
}
ALLOWED = ("office", "administrator")
REFUSED = ("own", "office of the own", "office who applied", "town", "editor", "reviewer", "member")


@pytest.fixture
def office():
    return UserFactory(roles=[Role.OFFICE])


def account(who, title):
    if who == "own":
        return coordinator_of(title.community)
    if who == "town":
        return coordinator_of(title.community.parent)
    if who == "office of the own":
        user = UserFactory(roles=[Role.OFFICE, Role.COMMUNITY_COORDINATOR])
        title.community.coordinators.create(user=user)
        return user
    if who == "office who applied":
        user = UserFactory(roles=[Role.OFFICE])
        audit.record(user, "honours.application.submit", title.application)
        return user
    return UserFactory(roles=[Role(who)])


@pytest.mark.parametrize("who", [*ALLOWED, *REFUSED])
@pytest.mark.parametrize("state", TitleState)
def test_who_decides_on_a_title_in_each_state(state, who):
    title = TitleFactory(state=state)
    actor = account(who, title)
    found = {}
    for verb in RECHECKS:
        with transaction.atomic():
            try:
                found[verb] = recheck(title, verb=verb, actor=actor, reason="复核").state
            except (NotAllowed, RuleBroken):
                continue
            finally:
                transaction.set_rollback(True)
    assert found == (TABLE[state] if who in ALLOWED else {})


@pytest.mark.parametrize(("days", "open_"), [(1, False), (0, True), (-1, True)])
def test_title_is_kept_from_the_day_two_years_are_over(office, days, open_):
    due = TODAY + timedelta(days=days)
    title = TitleFactory(conferred_on=due - RECHECKED_AFTER, due_on=due)
    assert (title in titles_due(TODAY)) is open_
    if not open_:
        with pytest.raises(RuleBroken, match="起才能复核"):
            recheck(title, verb="keep", actor=office)
        return
    held = recheck(title, verb="keep", actor=office)
    assert (held.state, held.due_on) == ("standing", TODAY + RECHECKED_AFTER)
    assert list(titles_due(TODAY)) == []


def test_two_years_after_a_leap_day_are_over_on_the_last_of_february():
    assert date(2024, 2, 29) + RECHECKED_AFTER == date(2026, 2, 28)


@pytest.mark.parametrize("verb", ["revoke", "cancel"])
def test_title_is_taken_away_at_any_time_for_a_reason_and_stays_in_the_history(office, verb):
    title = TitleFactory(conferred_on=TODAY, due_on=TODAY + RECHECKED_AFTER)
    with pytest.raises(RuleBroken, match="理由"):
        recheck(title, verb=verb, actor=office, reason=" ")
    recheck(title, verb=verb, actor=office, reason="弄虚作假")
    assert list(public_titles()) == list(titles_due(TODAY + RECHECKED_AFTER)) == []
    noted = Recheck.objects.get()
    assert (noted.title, noted.verb, noted.reason, noted.actor) == (title, verb, "弄虚作假", office)
    with pytest.raises(RuleBroken, match="已经撤销或者注销"):
        recheck(title, verb="keep", actor=office)


def test_recheck_is_not_dated_before_the_title_or_the_last(office):
    title = TitleFactory()
    recheck(title, verb="keep", actor=office)
    with pytest.raises(RuleBroken, match="早于命名或者上一次复核"):
        recheck(title, verb="revoke", actor=office, reason="不实", done_on=TODAY - timedelta(days=1))


def test_level_is_held_once_while_it_stands():
    held = TitleFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        TitleFactory(community=held.community)
    Title.objects.update(state="revoked")
    TitleFactory(community=held.community)


@pytest.mark.parametrize(("days", "told"), [(61, 0), (60, 2), (0, 2), (-1, 2)])
def test_community_and_office_are_reminded_in_time_and_once(office, days, told):
    due = TODAY + timedelta(days=days)
    title = TitleFactory(conferred_on=due - RECHECKED_AFTER, due_on=due)
    own = coordinator_of(title.community)
    assert remind_of_rechecks(TODAY) == told
    assert remind_of_rechecks(TODAY) == 0
    assert set(Message.objects.values_list("user", flat=True)) == ({office.pk, own.pk} if told else set())


PAPER = {"level": "district", "batch": "第一批", "number": "青司〔2020〕3 号"}


def test_title_of_the_time_before_is_registered_with_its_paper(office):
    community = CommunityFactory()
    title = register_title(community=community, conferred_on=date(2020, 5, 1), actor=office, **PAPER)
    assert (title.due_on, list(public_titles())) == (date(2022, 5, 1), [title])
    with pytest.raises(RuleBroken, match="已有这一级别"):
        register_title(community=community, conferred_on=date(2021, 5, 1), actor=office, **PAPER)
    recheck(title, verb="keep", actor=office)


@pytest.mark.parametrize(("days", "open_"), [(-1, True), (0, False), (1, False)])
def test_title_since_the_first_cycle_of_its_level_goes_the_whole_way(office, days, open_):
    cycle = CycleFactory()
    day = cycle.opens_on + timedelta(days=days)
    given = {"community": CommunityFactory(), "conferred_on": day, "actor": office}
    register_title(**given, **(PAPER | {"level": "city"}))
    if open_:
        register_title(**given, **PAPER)
        return
    with pytest.raises(RuleBroken, match="经申报、公示命名"):
        register_title(**given, **PAPER)


@pytest.mark.parametrize(
    "wrong", [{"number": " "}, {"conferred_on": TODAY + timedelta(days=1)}, {"community": "town"}]
)
def test_title_without_paper_or_ahead_or_of_a_town_is_refused(office, wrong):
    given = {"community": CommunityFactory(), "conferred_on": date(2020, 5, 1)} | PAPER | wrong
    if given["community"] == "town":
        given["community"] = CommunityFactory().parent
    with pytest.raises(RuleBroken):
        register_title(actor=office, **given)


def test_only_the_office_registers_and_not_for_the_own_community():
    community = CommunityFactory()
    both = UserFactory(roles=[Role.OFFICE, Role.COMMUNITY_COORDINATOR])
    community.coordinators.create(user=both)
    for actor in (both, coordinator_of(community), UserFactory(roles=[Role.EDITOR])):
        with pytest.raises(NotAllowed):
            register_title(community=community, conferred_on=date(2020, 5, 1), actor=actor, **PAPER)
