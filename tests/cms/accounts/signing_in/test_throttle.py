"""Guessing passwords is slowed down, and nobody else is."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.backends import BaseBackend
from django.db import connection
from django.utils import timezone

from cms.accounts.models import SignInTries, User
from cms.accounts.signing_in import throttle
from cms.accounts.signing_in.backends import ThrottledBackend
from cms.core.models import AuditEntry
from tests.cms.accounts.factories import UserFactory

PASSWORD = "知法-test-2026"
HERE, ELSEWHERE = "198.51.100.7", "203.0.113.1"


@pytest.fixture
def ask(rf, db):
    """Asks the backend, as every page does; returns the account, "no" or "paused"."""

    def do(username, password=PASSWORD, address=HERE):
        request = rf.post("/signin/", REMOTE_ADDR=address)
        account = authenticate(request, username=username, password=password)
        return account or ("paused" if getattr(request, "sign_in_is_paused", False) else "no")

    return do


def _fail(ask, username, times=settings.SIGN_IN_TRIES, address=HERE):
    return [ask(username, "wrong", address) for _ in range(times)]


def test_fifth_failure_begins_the_pause(ask):
    user = UserFactory()
    assert _fail(ask, user.username, 6) == ["no"] * 5 + ["paused"]
    assert ask(user.username) == "paused"


def test_fourth_failure_does_not(ask):
    user = UserFactory()
    _fail(ask, user.username, settings.SIGN_IN_TRIES - 1)
    assert ask(user.username) == user


def test_account_is_not_locked_from_elsewhere_nor_another_here(ask):
    user, other = UserFactory(), UserFactory()
    _fail(ask, user.username)
    assert ask(user.username, address=ELSEWHERE) == user
    assert ask(other.username) == other


@pytest.mark.parametrize("spelled", ["{}", " {} ", "{upper}", "{wide}", "{spaced}"])
def test_account_is_one_however_it_is_spelled(ask, spelled):
    user = UserFactory(username="lianluo")
    forms = {"upper": "LianLuo", "wide": "ｌｉａｎｌｕｏ", "spaced": "lian luo"}
    _fail(ask, spelled.format(user.username, **forms))
    assert ask(user.username) == "paused"


def test_ipv6_neighbours_are_one_place(ask):
    user = UserFactory()
    for last in range(settings.SIGN_IN_TRIES):
        ask(user.username, "wrong", f"2001:db8:0:1::{last:x}")
    assert ask(user.username, address="2001:db8:0:1:ffff::1") == "paused"
    assert ask(user.username, address="2001:db8:0:2::1") == user


def test_pause_ends_after_its_minutes(ask):
    user = UserFactory()
    _fail(ask, user.username)
    until = SignInTries.objects.latest("until").until
    lasts = until - timezone.now()
    minutes = datetime.timedelta(minutes=settings.SIGN_IN_PAUSE_MINUTES)
    assert minutes - datetime.timedelta(seconds=20) < lasts <= minutes
    SignInTries.objects.update(until=timezone.now())
    assert ask(user.username) == user


def test_success_forgets_earlier_failures(ask):
    user = UserFactory()
    for _ in range(3):
        _fail(ask, user.username, settings.SIGN_IN_TRIES - 1)
        assert ask(user.username) == user


def test_spraying_many_accounts_is_noticed_and_stopped_at_that_place(ask, settings):
    settings.SIGN_IN_TRIES_FROM_ONE_PLACE = 6
    accounts = UserFactory.create_batch(7)
    assert [ask(each.username, "wrong") for each in accounts] == ["no"] * 6 + ["paused"]
    assert ask(accounts[0].username) == "paused"
    assert ask(accounts[0].username, address=ELSEWHERE) == accounts[0]
    noticed = AuditEntry.objects.get(action="accounts.session.spray")
    assert noticed.detail == {"address": HERE}


def test_own_account_does_not_pay_for_spraying(ask, settings):
    settings.SIGN_IN_TRIES_FROM_ONE_PLACE = 6
    mine, others = UserFactory(), UserFactory.create_batch(7)
    answers = []
    for other in others:
        answers.append(ask(other.username, "wrong"))
        ask(mine.username)
    assert answers == ["no"] * 6 + ["paused"]


def test_failures_are_on_record_without_what_was_typed(ask):
    user = UserFactory(is_active=False)
    _fail(ask, user.username, 1)
    _fail(ask, "my-secret-password", 1)
    entries = AuditEntry.objects.order_by("pk")
    assert [(entry.action, entry.target_id) for entry in entries] == [
        ("accounts.session.fail", str(user.pk)),
        ("accounts.session.fail", "0"),
    ]
    assert "my-secret-password" not in str([vars(entry) for entry in entries])


def test_pause_is_on_record_once(ask):
    user = UserFactory()
    _fail(ask, user.username, 9)
    assert AuditEntry.objects.filter(action="accounts.session.fail").count() == 5
    assert AuditEntry.objects.get(action="accounts.session.pause").target_id == str(user.pk)


def test_closed_account_answers_like_an_unknown_one(ask):
    assert ask(UserFactory(is_active=False).username) == ask("nobody") == "no"


@pytest.mark.django_db
def test_unknown_account_costs_a_hash_too(ask, monkeypatch):
    hashed = []
    original = User.set_password
    monkeypatch.setattr(User, "set_password", lambda self, raw: (hashed.append(raw), original(self, raw)))
    ask("nobody", "wrong")
    assert hashed == ["wrong"]


def test_try_counts_before_the_password_is_looked_at(db):
    under_way = [throttle.admit("target", HERE) for _ in range(settings.SIGN_IN_TRIES)]
    assert [each.is_last_of_account for each in under_way] == [False] * 4 + [True]
    assert throttle.admit("target", HERE) is None


@pytest.mark.django_db(transaction=True)
def test_guesses_made_together_do_not_slip_by(postgres):
    def guess(number):
        try:
            return throttle.admit("target", HERE) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        let_in = list(pool.map(guess, range(16)))
    assert let_in.count(True) == settings.SIGN_IN_TRIES


def test_asynchronous_way_is_the_same_way():
    assert ThrottledBackend.aauthenticate is BaseBackend.aauthenticate


def test_old_counts_are_dropped(db):
    throttle.admit("a", HERE)
    SignInTries.objects.update(until=timezone.now() - datetime.timedelta(seconds=1))
    throttle.admit("b", ELSEWHERE)
    assert (throttle.forget_old(), SignInTries.objects.count()) == (2, 2)
