"""What the administrator's home tells of signing in."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.accounts.enums import Role
from cms.accounts.panels import BackupPanel
from cms.accounts.queries import sign_ins_since
from cms.core import audit
from cms.core.backing_up import KIND
from cms.core.models import AuditEntry
from tests.cms.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db
TITLES = ("一天以来的登录", "还没有备份过")


def test_only_what_came_since_is_counted():
    account, since = UserFactory(), timezone.now()
    for verb in ("begin", "begin", "fail", "spray", "end"):
        audit.record(account, f"accounts.session.{verb}", account)
    assert sign_ins_since(since) == {"begin": 2, "fail": 1, "pause": 0, "spray": 1}
    last = AuditEntry.objects.latest("at").at
    assert sign_ins_since(last + timedelta(microseconds=1)) == dict.fromkeys(
        ("begin", "fail", "pause", "spray"), 0
    )


@pytest.mark.parametrize(("role", "shown"), [(Role.ADMINISTRATOR, True), (Role.OFFICE, False)])
def test_home_tells_the_administrator_alone(client, role, shown):
    client.force_login(UserFactory(roles=[role]))
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    assert [title in page for title in TITLES] == [shown, shown]


@pytest.mark.parametrize(("days", "late"), [(7, False), (8, True)])
def test_home_tells_when_a_copy_was_last_made(client, days, late, monkeypatch):
    made = audit.record_export(None, KIND, "zhifa-20261128-060000", bytes=2048)
    later = made.at + timedelta(days=days)
    monkeypatch.setattr("cms.accounts.panels.timezone.now", lambda: later)
    told = BackupPanel().render_html({})
    assert ["2.0" in told, f"已经 {days} 天没有备份" in told] == [True, late]
