"""The audit trail in the admin."""

import csv
import datetime
import io

import pytest
from django.urls import reverse

from cms.accounts.enums import Role
from cms.accounts.trail import Line, lines_of
from cms.core import audit
from cms.core.models import AuditEntry
from tests.cms.accounts.factories import UserFactory
from tests.cms.events.factories import EventFactory

pytestmark = pytest.mark.django_db
INDEX = reverse("audit_trail:index")


@pytest.fixture
def admin(client):
    user = UserFactory(roles=[Role.ADMINISTRATOR], name="管知远")
    client.force_login(user)
    return user


def _entry(action="events.event.publish", actor=None, **detail) -> AuditEntry:
    return audit.record(
        actor or UserFactory(name="普明法"), action, EventFactory(title="社区普法集市"), **detail
    )


@pytest.mark.parametrize("role", Role)
def test_trail_is_for_administrators(client, role):
    entry = _entry()
    client.force_login(UserFactory(roles=[role]))
    expected = 200 if role == Role.ADMINISTRATOR else 302
    for url in (INDEX, f"{INDEX}?export=csv", reverse("audit_trail:inspect", args=[entry.pk])):
        assert client.get(url).status_code == expected


def test_trail_offers_nothing_to_write(client, admin):
    entry = _entry()
    for name, args in (("add", []), ("edit", [entry.pk]), ("delete", [entry.pk])):
        for call in (client.get, client.post):
            assert call(reverse(f"audit_trail:{name}", args=args)).status_code == 302
    assert AuditEntry.objects.filter(pk=entry.pk).exists()


def test_trail_tells_who_did_what_in_chinese(client, admin):
    _entry()
    _entry("later.app.invented")
    page = client.get(INDEX).content.decode()
    for words in ("普明法", "活动预告：发布", "社区普法集市", "later.app.invented"):
        assert words in page


@pytest.mark.parametrize(
    "query",
    ["q=普明法", "actor_name=明法", "action=events.event.publish", "target_type=events.event"],
)
def test_trail_is_searched_and_filtered(client, admin, query):
    _entry()
    audit.record(admin, "accounts.role.grant", admin)
    shown = list(client.get(f"{INDEX}?{query}").context["object_list"])
    assert [entry.action for entry in shown] == ["events.event.publish"]


def test_trail_is_filtered_by_day(client, admin):
    entry = _entry()
    day = entry.at.astimezone(datetime.timezone(datetime.timedelta(hours=8))).date()
    before = day - datetime.timedelta(days=1)
    found = {
        end: len(client.get(f"{INDEX}?at_from={before}&at_to={end}").context["object_list"])
        for end in (before, day)
    }
    assert found == {before: 0, day: 1}


def test_entry_shows_old_and_new_values(client, admin):
    entry = _entry(old={"title": "集市", "audiences": []}, new={"title": "社区普法集市"}, reason="改名")
    assert lines_of(entry) == [
        Line("名称", "集市", "社区普法集市"),
        Line("普法对象", "—", "—"),
        Line("理由", "", "改名"),
    ]
    page = client.get(reverse("audit_trail:inspect", args=[entry.pk])).content.decode()
    assert "集市" in page
    assert "改名" in page


def test_trail_is_exported_as_it_is_shown(client, admin):
    _entry(reason="=1+1")
    response = client.get(f"{INDEX}?export=csv&action=events.event.publish")
    rows = list(csv.reader(io.StringIO(b"".join(response).decode("utf-8-sig"))))
    assert rows[0] == ["时间", "操作人", "操作", "对象类型", "对象编号", "对象", "内容"]
    assert [row[1:4] + row[5:] for row in rows[1:]] == [
        ["普明法", "活动预告：发布", "活动预告", "社区普法集市", "理由：=1+1"]
    ]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_whoever_takes_the_trail_away_stands_in_it(client, admin, kind):
    _entry()
    client.get(f"{INDEX}?export={kind}&action=events.event.publish&actor_name=13800138000")
    entry = AuditEntry.objects.get(action="core.auditentry.export")
    assert (entry.actor, entry.target_type, entry.target_label) == (admin, "core.auditentry", "操作记录")
    assert entry.detail["format"] == kind
    assert entry.detail["query"].startswith("action=events.event.publish&actor_name=")
    assert "13800138000" not in entry.detail["query"]


def test_looking_at_the_trail_is_not_told(client, admin):
    client.get(INDEX)
    assert not AuditEntry.objects.filter(action="core.auditentry.export").exists()
