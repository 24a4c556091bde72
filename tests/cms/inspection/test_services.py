"""A finding from the night it is first seen until it is mended, or until the office says it may stay."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed, RuleBroken
from cms.core.models import AuditEntry
from cms.inspection import services
from cms.inspection.enums import FindingKind, FindingState
from cms.inspection.models import Finding
from cms.inspection.queries import links, open_findings
from cms.inspection.services import Outcome, inspect, take_up, tolerate
from tests.cms.accounts.factories import UserFactory
from tests.cms.campaigns.factories import ArticlePageFactory
from tests.cms.inspection.factories import FindingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def amiss(monkeypatch):
    """What the checks find, as the test sets it."""
    found = []
    monkeypatch.setattr(services, "all_amiss", lambda now, limits: iter(found))
    return found


def one(**given):
    values = {"subject": "夜校", "told": "有“甲”。", "link": "/x/", "responsible": "沈"}
    return services.Found(**{"kind": FindingKind.WORD, "key": "a", **values, **given})


def test_finding_stands_since_its_first_night_and_ends_when_it_is_mended(amiss):
    first = timezone.now()
    amiss[:] = [one(), one(kind=FindingKind.SOURCE), one()]
    assert inspect(first, walks=False) == Outcome(new=2, ended=0, standing=2)
    amiss[:] = [one(responsible="韩")]
    assert inspect(first + timedelta(days=1), walks=False) == Outcome(new=0, ended=1, standing=1)
    standing, ended = Finding.objects.get(ended_on=None), Finding.objects.exclude(ended_on=None).get()
    assert (standing.since, standing.responsible) == (timezone.localdate(first), "韩")
    assert (ended.state, ended.ended_on) == (
        FindingState.MENDED,
        timezone.localdate(first) + timedelta(days=1),
    )
    # Back again, it is another one.
    amiss[:] = [one(), one(kind=FindingKind.SOURCE)]
    assert inspect(first + timedelta(days=2), walks=False) == Outcome(new=1, ended=0, standing=2)
    assert AuditEntry.objects.filter(action__startswith="inspection").count() == 0


def test_links_stay_as_they_are_known_where_nobody_walks(amiss, monkeypatch):
    link, word = FindingFactory(), FindingFactory(kind=FindingKind.WORD)
    inspect(timezone.now(), walks=False)
    assert list(open_findings()) == [link]
    monkeypatch.setattr(links, "walk", lambda: links.Walk(visited=7, is_cut=True))
    assert inspect(timezone.now()) == Outcome(new=0, ended=1, standing=0, visited=7, is_cut=True)
    assert word.kind == FindingKind.WORD


def test_what_may_stay_is_told_of_no_more_until_it_is_taken_up(amiss):
    office = UserFactory(roles=[Role.OFFICE])
    amiss[:] = [one()]
    inspect(timezone.now(), walks=False)
    finding = Finding.objects.get()
    with pytest.raises(NotAllowed):
        tolerate(finding, reason="引文", actor=UserFactory(roles=[Role.EDITOR]))
    with pytest.raises(RuleBroken):
        tolerate(finding, reason=" ", actor=office)
    finding = tolerate(finding, reason="引文如此", actor=office)
    assert inspect(timezone.now(), walks=False).new == 0
    assert list(open_findings()) == []
    assert Finding.objects.get(ended_on=None).state == FindingState.TOLERATED
    take_up(finding, actor=office)
    assert [each.reason for each in open_findings()] == [""]


def test_command_tells_each_with_where_who_and_since_when(capsys):
    page = ArticlePageFactory(title="没有来源的", owner=UserFactory(name="沈编辑"))
    call_command("inspect_site", "--no-links")
    told = capsys.readouterr().out
    line = f"没有写来源　没有来源的　没有填“来源”。　沈编辑　{timezone.localdate()} 起"
    line += f"　/office/pages/{page.pk}/edit/"
    assert line in told.splitlines()
    call_command("inspect_site", "--no-links", "--json")
    rows = json.loads(capsys.readouterr().out)
    assert [row["label"] for row in rows if row["subject"] == "没有来源的"] == ["没有写来源"]
