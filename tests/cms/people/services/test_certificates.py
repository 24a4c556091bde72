"""Certificates: numbers by the scheme, none twice, and what the public check tells."""

import contextlib
import random
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import chain, islice, product

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed, RuleBroken
from cms.core.follow_up import ALPHABET
from cms.core.models import AuditEntry
from cms.people.enums import AppointmentState
from cms.people.models import Appointment, CertificateScheme, IssueBatch, Person
from cms.people.models.certificates import CHECK_LENGTH, new_check_code
from cms.people.queries import CheckedCertificate, checked_certificate
from cms.people.services.certificates import issue, reissue, withdraw
from cms.people.services.issuing import begin_batch, resume_batch, work_on
from tests.cms.accounts.factories import UserFactory
from tests.cms.people.factories import (
    AppointmentFactory,
    CertificateFactory,
    CertificateSchemeFactory,
    PersonFactory,
    VolunteerFactory,
)
from tests.cms.people.services.test_nominations import coordinator_of
from tests.cms.places.factories import CommunityFactory
from tests.platforms import Platform, finish

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def office():
    return UserFactory(roles=[Role.OFFICE])


def test_number_is_prefix_year_and_the_next_sequence(office):
    CertificateSchemeFactory(digits=4)
    CertificateSchemeFactory(role="leader", prefix="青普带")
    found = [issue(AppointmentFactory(), actor=office).number for _ in range(2)]
    found.append(issue(AppointmentFactory(role="leader"), actor=office).number)
    year = TODAY.year
    assert found == [f"青普明〔{year}〕0001号", f"青普明〔{year}〕0002号", f"青普带〔{year}〕00001号"]
    held = Appointment.objects.get(certificate_number=found[0])
    assert held.certified_on == TODAY


def test_sequence_begins_anew_each_year_and_passes_over_numbers_on_paper(office):
    scheme = CertificateSchemeFactory()
    CertificateFactory(scheme=scheme, year=TODAY.year - 1, sequence=77)
    AppointmentFactory(certificate_number=scheme.number_of(TODAY.year, 1))
    assert issue(AppointmentFactory(), actor=office).sequence == 2


def test_number_is_never_given_again(office):
    CertificateSchemeFactory()
    first = issue(AppointmentFactory(), actor=office)
    withdraw(first, reason="发错", actor=office)
    again = issue(first.appointment, actor=office)
    assert (first.sequence, again.sequence) == (1, 2)


@pytest.mark.parametrize(
    ("years", "issued", "until"),
    [
        (None, date(2026, 3, 1), None),
        (3, date(2026, 3, 1), date(2029, 2, 28)),
        (2, date(2026, 3, 1), date(2028, 2, 29)),
        (1, date(2028, 2, 29), date(2029, 2, 28)),
        (4, date(2024, 2, 29), date(2028, 2, 28)),
        (1, date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_validity_ends_the_day_before_the_anniversary(years, issued, until):
    assert CertificateScheme(validity_years=years).valid_until(issued) == until


@pytest.mark.parametrize("state", [each for each in AppointmentState if each != "active"])
def test_only_those_in_the_roster_are_certified(state, office):
    CertificateSchemeFactory()
    with pytest.raises(RuleBroken, match="在册的"):
        issue(AppointmentFactory(state=state), actor=office)


def test_without_scheme_or_for_a_volunteer_nothing_is_given(office):
    with pytest.raises(RuleBroken, match="编号规则"):
        issue(AppointmentFactory(), actor=office)
    with pytest.raises(RuleBroken, match="在册的"):
        issue(VolunteerFactory(), actor=office)


def test_second_certificate_is_a_reissue(office):
    CertificateSchemeFactory()
    first = issue(AppointmentFactory(), actor=office)
    with pytest.raises(RuleBroken, match="换发"):
        issue(first.appointment, actor=office)
    with pytest.raises(RuleBroken, match="原因"):
        reissue(first, reason=" ", actor=office)
    second = reissue(first, reason="遗失", actor=office)
    first.refresh_from_db()
    assert (first.withdrawn_on, first.withdrawn_why, second.sequence) == (TODAY, "遗失", 2)
    assert Appointment.objects.get().certificate_number == second.number


def test_only_the_office_certifies(office):
    appointment = AppointmentFactory()
    CertificateSchemeFactory()
    for user in (coordinator_of(appointment.community), UserFactory(roles=[Role.EDITOR])):
        with pytest.raises(NotAllowed):
            issue(appointment, actor=user)
    certificate = issue(appointment, actor=office)
    with pytest.raises(NotAllowed):
        withdraw(certificate, reason="违规", actor=coordinator_of(appointment.community))


def standing_of(**changes) -> str:
    appointment = AppointmentFactory(state=changes.pop("state", "active"))
    held = CertificateFactory(appointment=appointment, **changes)
    held.refresh_from_db()
    return str(held.standing(TODAY))


@pytest.mark.parametrize(
    ("changes", "standing"),
    [
        ({}, "valid"),
        ({"valid_until": TODAY}, "valid"),
        ({"valid_until": TODAY - timedelta(days=1)}, "invalid"),
        ({"withdrawn_on": TODAY}, "withdrawn"),
        ({"withdrawn_on": TODAY, "valid_until": TODAY - timedelta(days=1)}, "withdrawn"),
        ({"state": "paused"}, "invalid"),
        ({"state": "left"}, "withdrawn"),
        ({"state": "removed"}, "withdrawn"),
    ],
)
def test_standing_of_a_certificate(changes, standing):
    assert standing_of(**changes) == standing


def test_check_tells_masked_name_role_and_community_to_whoever_has_the_code():
    held = CertificateFactory(appointment__person=PersonFactory(name="阿卜杜热合曼·买买提"))
    told = CheckedCertificate("valid", "阿*********", "法律明白人", str(held.appointment.community))
    typed = f" {held.check_code[:5].lower()} {held.check_code[5:]}"
    assert checked_certificate(f" {held.number} ", typed, on=TODAY) == told
    for number, code in ((held.number, ""), (held.number, "A" * 10), ("1", held.check_code), ("", "")):
        assert checked_certificate(number, code, on=TODAY) is None


def test_code_is_not_read_from_the_database():
    held = CertificateFactory()
    with connection.cursor() as cursor:
        cursor.execute("SELECT check_code FROM people_certificate")
        assert held.check_code not in cursor.fetchone()[0]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="what SQLite chooses without counting rows")
def test_issuing_looks_through_no_whole_table_of_people(office):
    CertificateSchemeFactory()
    with CaptureQueriesContext(connection) as asked:
        issue(AppointmentFactory(), actor=office)
    reads = [each["sql"] for each in asked if each["sql"].startswith("SELECT")]
    with connection.cursor() as cursor:
        plans = [str(cursor.execute(f"EXPLAIN QUERY PLAN {each}").fetchall()) for each in reads]
    assert [plan for plan in plans if "SCAN people_" in plan] == []


@pytest.mark.django_db(transaction=True)
def test_thousand_at_once_get_a_thousand_numbers(postgres, office):
    CertificateSchemeFactory()
    crowd(1000)
    waiting = list(Appointment.objects.all())

    def give(portion):
        try:
            return [issue(appointment, actor=office).sequence for appointment in portion]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        found = pool.map(give, (waiting[first::8] for first in range(8)))
    assert sorted(chain.from_iterable(found)) == list(range(1, 1001))


MAKE = """
from cms.accounts.enums import Role
from tests.cms.accounts.factories import UserFactory
from tests.cms.people.factories import CertificateSchemeFactory
from tests.cms.people.services.test_certificates import crowd
CertificateSchemeFactory()
UserFactory(username="clerk", roles=[Role.OFFICE])
crowd(1000)
"""
GIVE = """
from cms.accounts.models import User
from cms.people.models import Appointment
from cms.people.services.certificates import issue
clerk = User.objects.get(username="clerk")
for appointment in Appointment.objects.order_by("pk")[{first}:{first} + 250]:
    issue(appointment, actor=clerk)
"""
COUNT = """
from cms.people.models import Certificate
print(sorted(Certificate.objects.values_list("sequence", flat=True)))
"""


def test_thousand_of_four_processes_at_once_on_sqlite_get_a_thousand_numbers(migrated, tmp_path):
    shutil.copytree(migrated, tmp_path / "var")
    with contextlib.closing(Platform(tmp_path / "var")) as platform:
        platform.python(MAKE)
        shares = [
            platform.fork("shell", "-v0", "-c", GIVE.format(first=first)) for first in range(0, 1000, 250)
        ]
        for each in shares:
            finish(each)
        assert platform.python(COUNT).split("\n")[-2] == str(list(range(1, 1001)))


def crowd(size: int) -> None:
    """So many who serve in one place, and nobody has a certificate."""
    community = CommunityFactory()
    persons = Person.objects.bulk_create(Person(name=f"居民{n}") for n in range(size))
    Appointment.objects.bulk_create(
        Appointment(person=each, role="literate", community=community, state="active") for each in persons
    )


def test_batch_goes_on_where_it_broke_off_and_notes_who_was_refused(office, queued, monkeypatch):
    CertificateSchemeFactory()
    crowd(5)
    batch = begin_batch(role="literate", town=None, actor=office)
    left = Appointment.objects.order_by("pk")[1]
    Appointment.objects.filter(pk=left.pk).update(state="left")
    with monkeypatch.context() as patch:

        def issue_two(appointment, **kwargs):
            if batch.certificates.count() == 2:
                raise OSError("killed")
            return issue(appointment, **kwargs)

        patch.setattr("cms.people.services.issuing.issue", issue_two)
        with pytest.raises(OSError, match="killed"):
            work_on(batch)
    assert (batch.progress, batch.finished_at) == ("2/5", None)
    assert resume_batch(batch, actor=office).pk == batch.pk
    work_on(batch)
    held = IssueBatch.objects.get()
    assert [(key, "在册的" in why) for key, why in held.refused] == [(left.pk, True)]
    assert (held.progress, held.finished_at is not None) == ("5/5", True)
    assert sorted(held.certificates.values_list("sequence", flat=True)) == [1, 2, 3, 4]
    work_on(held)
    with pytest.raises(RuleBroken, match="已经办完"):
        resume_batch(held, actor=office)


@pytest.mark.parametrize("at_the_end", [True, False], ids=["the other ends first", "the other breaks off"])
def test_batch_begun_anew_while_it_runs_refuses_nobody_whom_the_other_certified(
    at_the_end, office, queued, monkeypatch
):
    CertificateSchemeFactory()
    crowd(3)
    batch = begin_batch(role="literate", town=None, actor=office)
    calls = []

    def issue_twice(appointment, **kwargs):
        calls.append(appointment)
        turn = len(calls)
        if turn == 1:
            with contextlib.suppress(OSError):
                work_on(IssueBatch.objects.get())
        if turn == 4 and not at_the_end:
            raise OSError("killed")
        return issue(appointment, **kwargs)

    monkeypatch.setattr("cms.people.services.issuing.issue", issue_twice)
    work_on(batch)
    held = IssueBatch.objects.get()
    assert (held.refused, held.progress, held.finished_at is not None) == ([], "3/3", True)
    assert AuditEntry.objects.filter(action="people.issuebatch.finish").count() == 1


def test_batch_is_for_a_role_and_a_town_and_who_has_none(office, queued):
    scheme, here = CertificateSchemeFactory(), AppointmentFactory()
    AppointmentFactory(), AppointmentFactory(community=here.community, state="paused")
    AppointmentFactory(community=here.community, role="leader")
    withdrawn = CertificateFactory(
        scheme=scheme, appointment__community=here.community, withdrawn_on=TODAY
    ).appointment
    CertificateFactory(scheme=scheme, appointment__community=here.community)
    batch = begin_batch(role="literate", town=here.community.parent, actor=office)
    assert batch.waiting == [here.pk, withdrawn.pk]


def test_batch_without_anybody_scheme_or_right_is_refused(office):
    with pytest.raises(RuleBroken, match="编号规则"):
        begin_batch(role="literate", town=None, actor=office)
    CertificateSchemeFactory()
    with pytest.raises(RuleBroken, match="没有在册而未发证"):
        begin_batch(role="literate", town=None, actor=office)
    held = AppointmentFactory()
    for user in (coordinator_of(held.community), UserFactory(roles=[Role.EDITOR])):
        with pytest.raises(NotAllowed):
            begin_batch(role="literate", town=None, actor=user)


def test_ten_thousand_guesses_find_nothing():
    """The page answers ten a minute; even without that, nobody meets one of so many codes."""
    held, guesses = CertificateFactory(), random.Random(7)
    assert 10_000 / len(ALPHABET) ** CHECK_LENGTH < 1e-9
    assert len({new_check_code() for _ in range(10_000)}) == 10_000
    # The first codes there are, codes at random, and the right one but for a letter.
    first = islice(product(ALPHABET, repeat=CHECK_LENGTH), 4000)
    near = (
        held.check_code[:place] + letter + held.check_code[place + 1 :]
        for place in range(CHECK_LENGTH)
        for letter in ALPHABET
        if letter != held.check_code[place]
    )
    tried = {"".join(each) for each in first} | set(near)
    while len(tried) < 10_000:
        tried.add("".join(guesses.choices(ALPHABET, k=CHECK_LENGTH)))
    tried.discard(held.check_code)
    assert not any(held.is_opened_by(each) for each in tried)
    assert held.is_opened_by(held.check_code)
    # The public check asks nothing else.
    assert checked_certificate(held.number, tried.pop(), on=TODAY) is None
    assert checked_certificate(held.number, held.check_code, on=TODAY)
