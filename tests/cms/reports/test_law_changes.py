"""What rests on a law that was revised or repealed: listed once a change, decided once."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed, RuleBroken
from cms.duties.models import DutyList
from cms.duties.services.lists import approve_list, correct_list, publish_list
from cms.reports.enums import Verdict
from cms.reports.models import LawImpact
from cms.reports.queries.law_changes import LATE, cited_since, recent_changes
from cms.reports.services.law_changes import (
    find_changed,
    find_right,
    find_withdrawn,
    note_impacts,
    put_aside_gone,
)
from cms.statutes.services import know_provisions
from tests.cms.accounts.factories import UserFactory
from tests.cms.campaigns.factories import CampaignPageFactory
from tests.cms.duties.factories import ActivityFactory, DutyItemFactory, published
from tests.cms.events.factories import EventFactory
from tests.cms.statutes.factories import ArticleFactory, LawFactory, LawVersionFactory
from tests.cms.steps import take

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 26)


@pytest.fixture
def office():
    return UserFactory(roles=[Role.OFFICE])


def revised(day=TODAY):
    """A law whose second text takes effect on that day."""
    law = LawFactory()
    LawVersionFactory(law=law, dated_on=date(2015, 1, 1), effective_on=date(2015, 1, 1))
    LawVersionFactory(law=law, dated_on=day - timedelta(days=30), effective_on=day)
    return law


def resting_item(law, *, articles=()):
    """A published duty, written a year before."""
    item = DutyItemFactory(list__year=TODAY.year)
    item.laws.add(law)
    item.articles.set(articles)
    published(item.list)
    type(item.list).objects.filter(pk=item.list_id).update(created_at=timezone.now() - timedelta(days=365))
    return item


@pytest.mark.parametrize(
    ("day", "is_told"),
    [
        (TODAY, True),
        (TODAY + timedelta(days=1), False),
        (TODAY - LATE + timedelta(days=1), True),
        (TODAY - LATE, False),
    ],
)
def test_revision_is_told_from_its_day_on_and_not_for_ever(day, is_told):
    law = revised(day)
    assert [change.law for change in recent_changes(TODAY)] == ([law] if is_told else [])


def test_repeal_is_told_and_a_first_text_is_no_revision():
    LawVersionFactory(dated_on=TODAY, effective_on=TODAY)
    ended = LawFactory(repealed_on=TODAY)
    assert [(change.law, change.told) for change in recent_changes(TODAY)] == [(ended, "2026年11月26日废止")]


def test_repeal_still_to_come_does_not_hide_a_revision():
    law = revised()
    law.repealed_on = TODAY + timedelta(days=1)
    law.save()
    assert [change.day for change in recent_changes(TODAY)] == [TODAY]
    assert [change.day for change in recent_changes(law.repealed_on)] == [law.repealed_on]


def test_page_tells_what_became_of_the_articles_an_item_cites(client, office):
    law = revised()
    old, new = law.versions.order_by("dated_on")
    for version, texts in ((old, "甲乙丙丁"), (new, "甲新丁")):
        for number, text in enumerate(texts, start=1):
            ArticleFactory(version=version, number=number, text=text)
    cited = know_provisions([(law, str(number)) for number in (1, 2, 3, 4)], actor=None).values()
    assert cited_since(law, cited, TODAY) == [
        ("第一条", "没有变化"),
        ("第二条", "已改动"),
        ("第三条", "已改动"),
        ("第四条", "文字没有变化，现为第三条"),
    ]
    resting_item(law, articles=cited)
    note_impacts(TODAY)
    client.force_login(office)
    page = client.get(reverse("law_impacts:inspect", args=[LawImpact.objects.get().pk])).content.decode()
    assert cited_since(law, cited, TODAY + timedelta(days=1)) == []
    assert "所引第四条</dt><dd>文字没有变化，现为第三条" in page


def test_what_rests_on_a_changed_law_is_listed_once(office):
    law = revised()
    item = resting_item(law)
    done = ActivityFactory(state="published")
    done.laws.add(law)
    page = CampaignPageFactory(laws=[law])
    type(page).objects.filter(pk=page.pk).update(last_published_at=timezone.now() - timedelta(days=9))
    event = EventFactory(state="published", starts_at=timezone.now() + timedelta(days=3))
    event.laws.add(law)
    type(event).objects.filter(pk=event.pk).update(created_at=timezone.now() - timedelta(days=9))
    assert note_impacts(TODAY) == 3
    assert {impact.title for impact in LawImpact.objects.all()} == {str(item), str(page), str(event)}
    assert note_impacts(TODAY) == 0


def test_what_was_written_after_the_change_does_not_rest_on_the_old_text():
    law = revised(TODAY - timedelta(days=60))
    item = DutyItemFactory(list__year=TODAY.year)
    item.laws.add(law)
    type(item.list).objects.update(created_at=timezone.now() - timedelta(days=30))
    assert note_impacts(TODAY) == 0


@pytest.mark.parametrize("fields", [{"state": "superseded"}, {"year": TODAY.year - 1}])
def test_list_that_was_replaced_or_is_over_is_left_alone(fields):
    item = resting_item(revised())
    type(item.list).objects.filter(pk=item.list_id).update(**fields)
    assert note_impacts(TODAY) == 0


@pytest.mark.parametrize(
    ("decide", "verdict"),
    [(find_right, Verdict.RIGHT), (find_changed, Verdict.CHANGED), (find_withdrawn, Verdict.WITHDRAWN)],
)
def test_decision_names_who_when_and_why_and_does_not_come_back(decide, verdict, office):
    law = revised(TODAY - timedelta(days=5))
    resting_item(law)
    note_impacts(TODAY)
    impact = decide(LawImpact.objects.get(), reason=" 只改了条号 ", actor=office)
    assert (impact.verdict, impact.reason, impact.decided_by) == (verdict, "只改了条号", office)
    with pytest.raises(RuleBroken, match="已经核对过"):
        decide(impact, reason="再", actor=office)
    assert note_impacts(TODAY) == 0
    # Another change of the same law asks anew.
    LawVersionFactory(law=law, dated_on=TODAY, effective_on=TODAY)
    assert note_impacts(TODAY) == 1


def test_only_the_office_decides_and_says_why(office):
    resting_item(revised())
    note_impacts(TODAY)
    impact = LawImpact.objects.get()
    with pytest.raises(NotAllowed):
        find_right(impact, reason="对", actor=UserFactory(roles=[Role.EDITOR]))
    with pytest.raises(RuleBroken, match="核对的情况"):
        find_right(impact, reason=" ", actor=office)


def test_office_finds_it_on_its_home_page_and_decides_there(client, office):
    item = resting_item(revised())
    note_impacts(TODAY)
    impact = LawImpact.objects.get()
    client.force_login(office)
    assert "等您核对（1 条）" in client.get(reverse("wagtailadmin_home")).content.decode()
    page = client.get(reverse("law_impacts:inspect", args=[impact.pk])).content.decode()
    assert reverse("duty_items:inspect", args=[item.pk]) in page
    take(client, "law_impacts", "right", impact, reason="只改了条号")
    impact.refresh_from_db()
    assert impact.verdict == Verdict.RIGHT
    assert "等您核对" not in client.get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.parametrize("state", ["superseded", "published"])
def test_nobody_is_asked_about_a_list_that_was_replaced_meanwhile(state):
    item = resting_item(revised())
    note_impacts(TODAY)
    type(item.list).objects.filter(pk=item.list_id).update(state=state)
    assert put_aside_gone() == (state == "superseded")
    assert LawImpact.objects.exists() == (state == "published")


def test_what_is_before_the_public_again_is_asked_about_again():
    page = CampaignPageFactory(laws=[revised()])
    type(page).objects.filter(pk=page.pk).update(last_published_at=timezone.now() - timedelta(days=9))
    note_impacts(TODAY)
    for live, asked in ((False, 0), (True, 1)):
        type(page).objects.filter(pk=page.pk).update(live=live)
        note_impacts(TODAY)
        put_aside_gone()
        assert LawImpact.objects.count() == asked


def test_what_was_decided_stays_when_its_record_is_gone(office):
    item = resting_item(revised())
    note_impacts(TODAY)
    find_right(LawImpact.objects.get(), reason="只改了条号", actor=office)
    type(item.list).objects.filter(pk=item.list_id).update(state="superseded")
    assert put_aside_gone() == 0
    assert LawImpact.objects.count() == 1


def test_record_that_is_gone_can_still_be_decided(client, office):
    item = DutyItemFactory(list__year=TODAY.year)
    item.laws.add(revised())
    type(item.list).objects.update(created_at=timezone.now() - timedelta(days=365))
    note_impacts(TODAY)
    item.delete()
    client.force_login(office)
    page = client.get(reverse("law_impacts:inspect", args=[LawImpact.objects.get().pk]))
    assert (page.status_code, "已删除" in page.content.decode()) == (200, True)


def test_what_waits_about_a_duty_goes_on_about_it_in_the_corrected_list(office):
    item = resting_item(revised())
    note_impacts(TODAY)
    new = correct_list(DutyList.objects.get(pk=item.list_id), reason="更正", actor=office)
    approve_list(new, actor=UserFactory(roles=[Role.OFFICE]))
    new = publish_list(DutyList.objects.get(pk=new.pk), actor=office)
    assert note_impacts(TODAY) == 0
    put_aside_gone()
    impact = LawImpact.objects.get()
    assert (impact.record, impact.verdict) == (new.items.get(), Verdict.WAITING)


def test_what_was_decided_stays_with_the_version_it_was_decided_of(office):
    item = resting_item(revised())
    note_impacts(TODAY)
    find_right(LawImpact.objects.get(), reason="仍然适用", actor=office)
    new = correct_list(DutyList.objects.get(pk=item.list_id), reason="更正", actor=office)
    approve_list(new, actor=UserFactory(roles=[Role.OFFICE]))
    publish_list(DutyList.objects.get(pk=new.pk), actor=office)
    note_impacts(TODAY)
    assert LawImpact.objects.get().record == item
