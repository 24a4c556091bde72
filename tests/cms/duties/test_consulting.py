"""The agencies are asked about a draft: what they say, what becomes of it, and what they may not."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed, RuleBroken
from cms.duties.models import DutyItem, DutyList, ListConfirmation, Proposal
from cms.duties.queries.consulting import standings
from cms.duties.services import approve_list
from cms.duties.services.consulting import (
    ask_agencies,
    confirm_list,
    decline_proposal,
    propose,
    take_proposal,
    withdraw_proposal,
)
from tests.cms.accounts.factories import UserFactory
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.duties.factories import DutyItemFactory, logger_of
from tests.cms.steps import take

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return UserFactory(roles=[Role.OFFICE])


@pytest.fixture
def item():
    return DutyItemFactory(list__year=2027, key="R-01", content="工资支付条例进工地")


@pytest.fixture
def asked(item, office):
    return ask_agencies(item.list, comments_until=timezone.localdate(), actor=office)


@pytest.fixture
def own(item):
    return logger_of(item.agency)


def a_day_later(asked) -> DutyList:
    DutyList.objects.filter(pk=asked.pk).update(comments_until=timezone.localdate() - timedelta(days=1))
    return DutyList.objects.get(pk=asked.pk)


def test_agency_proposes_and_confirms_to_the_last_day_and_not_after(asked, item, own):
    propose(asked, item.agency, kind="change", item=item, words="改为三场", actor=own)
    confirm_list(asked, item.agency, actor=own)
    late = a_day_later(asked)
    with pytest.raises(RuleBroken, match="现在不征求意见"):
        propose(late, item.agency, kind="comment", words="晚了", actor=own)
    with pytest.raises(RuleBroken, match="不能收回"):
        withdraw_proposal(Proposal.objects.get(), actor=own)


def test_nobody_is_asked_before_the_office_asks(item, own):
    with pytest.raises(RuleBroken, match="现在不征求意见"):
        propose(item.list, item.agency, kind="comment", words="早了", actor=own)


def test_day_in_the_past_and_an_empty_list_are_no_question(office, item):
    with pytest.raises(RuleBroken, match="不能早于今天"):
        ask_agencies(item.list, comments_until=timezone.localdate() - timedelta(days=1), actor=office)
    with pytest.raises(RuleBroken, match="还没有责任项"):
        ask_agencies(DutyList.objects.create(year=2031), comments_until=timezone.localdate(), actor=office)


@pytest.mark.parametrize(
    ("kind", "words", "told"),
    [("change", "改", "指明是哪一项"), ("drop", "删", "指明是哪一项"), ("add", " ", "写明意见和理由")],
)
def test_proposal_without_its_item_or_words_is_refused(kind, words, told, asked, item, own):
    with pytest.raises(RuleBroken, match=told):
        propose(asked, item.agency, kind=kind, words=words, actor=own)


def test_agency_speaks_for_itself_about_its_own_items_only(asked, item, own):
    other = AgencyFactory()
    with pytest.raises(NotAllowed):
        propose(asked, other, kind="comment", words="替别人说", actor=own)
    foreign = DutyItemFactory(list=asked, agency=other)
    with pytest.raises(RuleBroken, match="不是贵单位的"):
        propose(asked, item.agency, kind="drop", item=foreign, words="删", actor=own)


def test_list_is_approved_once_every_proposal_is_settled_with_a_reason(asked, item, own, office):
    taken = propose(asked, item.agency, kind="change", item=item, words="改为三场", actor=own)
    declined = propose(asked, item.agency, kind="drop", item=item, words="删去", actor=own)
    boss = UserFactory(roles=[Role.OFFICE])
    with pytest.raises(RuleBroken, match="还有 2 条"):
        approve_list(asked, actor=boss)
    with pytest.raises(RuleBroken, match="不采纳的理由"):
        decline_proposal(declined, reason=" ", actor=office)
    take_proposal(taken, reason="改为三场", actor=office)
    decline_proposal(declined, reason="上级要求保留", actor=office)
    with pytest.raises(RuleBroken, match="已经办理"):
        take_proposal(declined, reason="改主意", actor=office)
    confirm_list(asked, item.agency, actor=own)
    assert approve_list(DutyList.objects.get(pk=asked.pk), actor=boss).state == "approved"


def test_silence_is_told_from_the_day_after(asked, item, own, office):
    silent = AgencyFactory()
    confirm_list(asked, item.agency, actor=own)
    confirm_list(asked, item.agency, actor=own)
    today = timezone.localdate()
    told = [
        {each.agency: each.told for each in standings(asked, today + timedelta(days=late))} for late in (0, 1)
    ]
    assert told == [
        {item.agency: "已确认", silent: "尚未确认"},
        {item.agency: "已确认", silent: "期满未确认"},
    ]


def test_agency_finds_the_draft_on_its_desk_and_speaks_there(client, asked, item, own):
    client.force_login(own)
    address = reverse("portal:draft", args=[asked.pk, item.agency.pk])
    assert address in client.get(reverse("portal:home")).content.decode()
    said = {"kind": "change", "item": item.pk, "words": "改为三场"}
    page = client.post(address, said, follow=True).content.decode()
    assert "改为三场" in page
    Proposal.objects.update(state="declined", answer="上级要求保留")
    assert "上级要求保留" in client.get(address).content.decode()
    refused = client.post(address, {"kind": "drop", "words": "写了很久"})
    assert (
        refused.status_code,
        "请指明是哪一项" in refused.content.decode(),
        "写了很久" in refused.content.decode(),
    ) == (
        422,
        True,
        True,
    )
    client.post(reverse("portal:draft_confirm", args=[asked.pk, item.agency.pk]))
    assert "已确认" in client.get(address).content.decode()


def test_another_agencys_words_are_nobodys_business(client, asked, item, own):
    propose(asked, item.agency, kind="comment", words="只给普法办看", actor=own)
    other = logger_of(AgencyFactory())
    client.force_login(other)
    agency = other.memberships.get().agency
    assert (
        "只给普法办看" not in client.get(reverse("portal:draft", args=[asked.pk, agency.pk])).content.decode()
    )
    proposal = Proposal.objects.get()
    assert client.get(reverse("portal:draft", args=[asked.pk, item.agency.pk])).status_code == 404
    assert client.post(reverse("portal:proposal_withdraw", args=[proposal.pk])).status_code == 404


def test_office_sees_draft_and_proposal_side_by_side_and_settles_it(client, asked, item, own, office):
    proposal = propose(asked, item.agency, kind="change", item=item, words="改为三场", actor=own)
    client.force_login(office)
    page = client.get(reverse("duty_proposals:inspect", args=[proposal.pk])).content.decode()
    assert ("工资支付条例进工地" in page, "改为三场" in page) == (True, True)
    take(client, "duty_proposals", "take", proposal, reason="改好了")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.answer) == ("taken", "改好了")
    listed = client.get(reverse("duty_lists:inspect", args=[asked.pk])).content.decode()
    assert "已采纳" in listed


def test_office_page_offers_new_laws_and_takes_them_in_or_sets_them_aside(client, office, item):
    from cms.duties.services.carrying import carry_forward
    from tests.cms.duties.factories import published
    from tests.cms.statutes.factories import LawVersionFactory

    published(item.list)
    DutyList.objects.update(published_at=timezone.now() - timedelta(days=40))
    day = timezone.localdate() - timedelta(days=10)
    law = LawVersionFactory(dated_on=day, effective_on=day).law
    new = carry_forward(DutyList.objects.get(), actor=office)
    client.force_login(office)
    address = reverse("duty_lists:inspect", args=[new.pk])
    assert f"law={law.pk}" in client.get(address).content.decode()
    form = client.get(f"{reverse('duty_items:add')}?list={new.pk}&law={law.pk}").content.decode()
    assert f"学习宣传《{law.short_title}》" in form
    take(client, "duty_lists", "set_aside", new, law=law.pk, reason="不涉及本区")
    page = client.get(address).content.decode()
    assert ("不涉及本区" in page, f"law={law.pk}" in page) == (True, False)


def test_list_waits_for_every_agency_or_the_end_of_the_last_day_and_notes_silence(asked, item, own):
    silent, chief = AgencyFactory(), UserFactory(roles=[Role.OFFICE])
    confirm_list(asked, item.agency, actor=own)
    with pytest.raises(RuleBroken, match="还有 1 个单位没有确认"):
        approve_list(asked, actor=chief)
    approved = approve_list(a_day_later(asked), actor=chief)
    noted = {each.agency: each.is_silent for each in approved.confirmations.all()}
    assert noted == {item.agency: False, silent: True}
    told = {each.agency: each.told for each in standings(approved, timezone.localdate())}
    assert told == {item.agency: "已确认", silent: "期满未确认"}


def test_list_on_which_nobody_was_asked_waits_for_nobody(item):
    approved = approve_list(item.list, actor=UserFactory(roles=[Role.OFFICE]))
    assert not approved.confirmations.exists()


def test_confirmation_is_of_the_words_and_asked_anew_where_they_change(client, asked, item, own):
    confirm_list(asked, item.agency, actor=own)
    first = ListConfirmation.objects.get()
    DutyItem.objects.filter(pk=item.pk).update(required_count=5)
    added = DutyItemFactory(list=asked, key="G-02", kind="common", agency=None)
    today = timezone.localdate()
    assert [each.told for each in standings(asked, today)] == ["已确认，之后改动了G-02、R-01，尚未再确认"]
    with pytest.raises(RuleBroken, match="还有 1 个单位没有确认"):
        approve_list(asked, actor=UserFactory(roles=[Role.OFFICE]))
    client.force_login(own)
    address = reverse("portal:draft", args=[asked.pk, item.agency.pk])
    page = client.get(address).content.decode()
    assert ("普法办改动了G-02、R-01" in page, "再次确认" in page) == (True, True)
    client.post(reverse("portal:draft_confirm", args=[asked.pk, item.agency.pk]))
    assert "再次确认" not in client.get(address).content.decode()
    again = ListConfirmation.objects.get()
    assert (again.at > first.at, sorted(again.words)) == (True, ["G-02", "R-01"])
    assert [each.told for each in standings(asked, today)] == ["已确认"]
    added.delete()
    assert [each.told for each in standings(asked, today)] == ["已确认，之后改动了G-02，尚未再确认"]


def test_what_others_owe_changes_no_confirmation(asked, item, own):
    confirm_list(asked, item.agency, actor=own)
    DutyItemFactory(list=asked, key="S-01")
    assert standings(asked, timezone.localdate())[0].told == "已确认"


def test_change_after_the_last_day_is_told_and_holds_nothing_up(asked, item, own):
    confirm_list(asked, item.agency, actor=own)
    late = a_day_later(asked)
    DutyItem.objects.filter(pk=item.pk).update(required_count=5)
    approved = approve_list(late, actor=UserFactory(roles=[Role.OFFICE]))
    assert [each.is_silent for each in approved.confirmations.all()] == [False]
    told = [each.told for each in standings(approved, timezone.localdate())]
    assert told == ["已确认，之后改动了R-01，期满未再确认"]
