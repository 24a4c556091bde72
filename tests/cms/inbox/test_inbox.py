"""A reminder comes once a week, letters gather it on working days, and whoever wants none gets none."""

import re
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.urls import reverse

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed
from cms.inbox import tasks
from cms.inbox.models import InboxSetting, Mailing, Message
from cms.inbox.queries import unread_count
from cms.inbox.services import forget_messages, mark_read, send, stop_token
from tests.cms.accounts.factories import UserFactory
from tests.cms.inbox.robot import Robot, listening

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 26)


@pytest.fixture
def user():
    return UserFactory(email="lian@example.com")


def reminded(user, on=DAY, subject="item:2026:R-01:1", kind="overdue"):
    return send(user, kind, subject, "R-01 工资支付条例进工地已到期", "/portal/", on=on)


@pytest.mark.parametrize(("days", "again"), [(0, False), (6, False), (7, True)])
def test_same_reminder_comes_again_after_a_week_and_not_before(days, again, user):
    reminded(user)
    assert (reminded(user, on=DAY + timedelta(days=days)) is not None) is again


@pytest.mark.parametrize(("days", "kept"), [(364, 1), (365, 1), (366, 0)])
def test_reminder_is_forgotten_after_a_year_and_not_before(days, kept, user):
    reminded(user)
    forget_messages(DAY + timedelta(days=days))
    assert Message.objects.count() == kept


def test_other_things_and_other_people_are_reminded_at_once(user):
    reminded(user)
    assert reminded(user, subject="item:2026:R-02:1")
    assert reminded(user, kind="due_soon")
    assert reminded(UserFactory())
    assert unread_count(user) == 3


def test_only_the_own_messages_are_marked_read(user):
    message = reminded(user)
    with pytest.raises(NotAllowed):
        mark_read([message], actor=UserFactory())
    mark_read([message], actor=user)
    assert unread_count(user) == 0


def test_letter_gathers_what_is_new_once_and_carries_the_link_that_stops_it(client, user):
    reminded(user)
    reminded(user, subject="item:2026:R-02:1")
    for _twice in range(2):
        tasks.send_digest.func(user.pk, str(DAY))
    [letter] = mail.outbox
    assert (letter.to, letter.subject) == (["lian@example.com"], "知法：2 条提醒")
    [link] = re.findall(r"http\S+/stop/\S+", letter.body)
    client.post(urlsplit(link).path)
    assert Mailing.objects.get().user == user


def test_letter_goes_to_nobody_who_wants_none_has_no_mailbox_or_has_read(user):
    without = UserFactory(email="")
    closed = UserFactory(email="x@example.com", is_active=False)
    stopped = UserFactory(email="y@example.com")
    Mailing.objects.create(user=stopped, wants_letters=False)
    for each in (without, closed, stopped, user):
        reminded(each)
    mark_read(Message.objects.filter(user=user), actor=user)
    for each in (without, closed, stopped, user):
        tasks.send_digest.func(each.pk, str(DAY))
    assert mail.outbox == []


@pytest.mark.parametrize(("today", "letters"), [("2026-11-27", 1), ("2026-11-28", 0), ("2026-11-30", 1)])
def test_letters_are_quiet_on_days_off(today, letters, user, settings, monkeypatch):
    settings.MAIL_IS_SET_UP = True
    monkeypatch.setattr("cms.inbox.tasks.timezone.localdate", lambda: date.fromisoformat(today))
    reminded(user)
    tasks.send_digests.func()
    assert len(mail.outbox) == letters


def test_link_in_a_letter_stops_the_letters_without_signing_in_and_only_when_confirmed(client, user):
    address = reverse("portal:reminders_stop", args=[stop_token(user)])
    assert client.get(address).status_code == 200
    assert not Mailing.objects.exists()
    client.post(address)
    assert Mailing.objects.get().wants_letters is False
    assert client.get(reverse("portal:reminders_stop", args=["forged"])).status_code == 404


def test_inbox_shows_the_own_reminders_and_marks_them_read(client, user):
    message = reminded(user)
    reminded(UserFactory(), subject="foreign")
    client.force_login(user)
    page = client.get(reverse("portal:reminders")).content.decode()
    assert page.count("R-01 工资支付条例进工地已到期</a>") == 1
    assert "（1）" in page
    client.post(reverse("portal:reminders_read"), {"pk": message.pk})
    assert unread_count(user) == 0
    reminded(user, subject="other")
    client.post(reverse("portal:reminders_read"))
    assert unread_count(user) == 0
    client.post(reverse("portal:reminders_letters"), {"wants": "0"})
    assert Mailing.objects.get(user=user).wants_letters is False


@pytest.fixture
def robot(monkeypatch):
    """A real server, let through although it stands in the own network."""
    with listening() as address:
        InboxSetting.objects.create(webhook=address)
        monkeypatch.setattr("cms.inbox.tasks.refuse_unsafe", lambda *told: None)
        yield Robot


def test_webhook_hears_numbers_and_no_names(robot, user):
    reminded(user)
    reminded(user, kind="due_soon")
    tasks.tell_webhook.func(str(DAY))
    assert robot.heard == [
        {"msgtype": "text", "text": {"content": "2026-11-26 普法工作提醒：即将到期 1 条，已逾期 1 条。"}}
    ]


def test_webhook_that_refuses_fails_the_task_with_a_sentence(robot, user):
    robot.answer = 500
    reminded(user)
    with pytest.raises(tasks.NotSent, match="对方回答 500"):
        tasks.tell_webhook.func(str(DAY))


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://example.com/x", "https"),
        ("https://127.0.0.1/x", "内部网络"),
        ("https://10.0.0.8/x", "内部网络"),
        ("https://169.254.169.254/latest", "内部网络"),
        ("https://[::1]/x", "内部网络"),
        ("https://localhost/x", "内部网络"),
        ("https://不存在.invalid/x", "找不到主机"),
    ],
)
def test_webhook_never_leads_into_the_own_network(address, words, settings):
    settings.DEBUG = False
    with pytest.raises(tasks.NotSent, match=words):
        tasks.refuse_unsafe(address, "工作群机器人")


def test_office_finds_its_unread_reminders_on_the_admin_home_and_none_of_others(client):
    office = UserFactory(roles=[Role.OFFICE])
    client.force_login(office)
    assert "条未读" not in client.get(reverse("wagtailadmin_home")).content.decode()
    reminded(office)
    reminded(UserFactory(roles=[Role.OFFICE]))
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "提醒（1 条未读）" in page
