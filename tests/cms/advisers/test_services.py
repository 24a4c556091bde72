from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from cms.accounts.enums import Role
from cms.advisers.models import Agreement
from cms.advisers.services import ADVISERS, AGREEMENTS
from cms.core.errors import NotAllowed, RuleBroken
from tests.cms.accounts.factories import UserFactory
from tests.cms.advisers.factories import AdviserFactory, AgreementFactory
from tests.cms.places.factories import CommunityFactory, SubdistrictFactory

pytestmark = pytest.mark.django_db


def _agree(community, starts_on, ends_on, *, role=Role.OFFICE, adviser=None):
    return AGREEMENTS.add(
        actor=UserFactory(roles=[role]),
        community=community,
        adviser=adviser or AdviserFactory(),
        starts_on=starts_on,
        ends_on=ends_on,
    )


def test_terms_of_one_community_follow_one_another_and_stay():
    community = CommunityFactory()
    first = _agree(community, date(2025, 3, 1), date(2026, 2, 28))
    second = _agree(community, date(2026, 3, 1), date(2027, 2, 28))
    assert list(Agreement.objects.current(date(2026, 2, 28))) == [first]
    assert list(Agreement.objects.current(date(2026, 3, 1))) == [second]
    assert list(Agreement.objects.current(date(2027, 3, 1))) == []


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (date(2025, 1, 1), date(2026, 1, 1)),
        (date(2026, 12, 31), date(2027, 12, 30)),
        (date(2026, 5, 1), date(2026, 6, 1)),
    ],
)
def test_second_adviser_at_the_same_time_is_refused_in_words(starts_on, ends_on):
    held = AgreementFactory(starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
    with pytest.raises(ValidationError, match="在这段时间已有聘期"):
        _agree(held.community, starts_on, ends_on)
    assert list(Agreement.objects.all()) == [held]


@pytest.mark.django_db(transaction=True)
def test_of_two_overlapping_terms_at_once_one_stands(postgres):
    community, advisers, office = CommunityFactory(), AdviserFactory.create_batch(2), [Role.OFFICE]
    clerks = [UserFactory(roles=office) for _ in advisers]
    both = Barrier(2)

    def agree(clerk, adviser, day):
        both.wait()
        try:
            AGREEMENTS.add(
                actor=clerk, community=community, adviser=adviser,
                starts_on=date(2026, 1, day), ends_on=date(2026, 12, day),
            )  # fmt: skip
        except RuleBroken as error:
            return str(error)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(agree, clerks, advisers, (1, 15)))
    assert Agreement.objects.count() == 1
    assert [bool(each and "在这段时间已有聘期" in each) for each in sorted(told, key=bool)] == [False, True]


def test_one_lawyer_advises_several_communities():
    adviser = AdviserFactory()
    for _ in range(3):
        _agree(CommunityFactory(), date(2026, 1, 1), date(2026, 12, 31), adviser=adviser)
    assert adviser.agreements.count() == 3


def test_term_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValidationError, match="聘期止不能早于聘期起"):
        _agree(CommunityFactory(), date(2026, 2, 1), date(2026, 1, 31))


def test_agreement_is_with_a_community_not_a_town():
    with pytest.raises(ValidationError, match="请选居委会或村委会"):
        _agree(SubdistrictFactory(), date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.OFFICE, Role.ADMINISTRATOR)])
def test_nobody_but_the_office_writes(role):
    with pytest.raises(NotAllowed):
        _agree(CommunityFactory(), date(2026, 1, 1), date(2026, 12, 31), role=role)
    with pytest.raises(NotAllowed):
        ADVISERS.add(actor=UserFactory(roles=[role]), name="顾清", firm="青桥律师事务所")
    assert Agreement.objects.count() == 0


def test_mobile_in_the_words_for_the_public_is_refused():
    with pytest.raises(ValidationError):
        ADVISERS.add(
            actor=UserFactory(roles=[Role.OFFICE]),
            name="顾清",
            firm="青桥律师事务所",
            office_phone="13812345678",
        )
