"""From one year's list to the next."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed, RuleBroken
from cms.duties.enums import ListState
from cms.duties.models import DutyList, SetAsideLaw
from cms.duties.queries.carrying import changed_laws, newly_issued_laws
from cms.duties.services.carrying import carry_forward, set_aside_law
from cms.statutes.services import know_provisions
from tests.cms.accounts.factories import UserFactory
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.duties.factories import DutyItemFactory, published
from tests.cms.statutes.factories import ArticleFactory, LawFactory, LawVersionFactory
from tests.cms.steps import take

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return UserFactory(roles=[Role.OFFICE])


@pytest.fixture
def item():
    item = DutyItemFactory(
        list__year=2028,
        key="R-01",
        starts_on=date(2028, 2, 29),
        ends_on=date(2028, 12, 31),
        windows=[["2028-02-29", "2028-03-31"], ["2028-10-01", "2028-12-31"]],
        ledger="abc",
    )
    item.laws.add(LawFactory())
    item.cooperating.add(AgencyFactory())
    return item


def carried(item, office) -> DutyList:
    published(item.list)
    return carry_forward(DutyList.objects.get(pk=item.list_id), actor=office)


def test_next_years_draft_has_every_item_a_year_later_under_its_key(item, office):
    new = carried(item, office)
    copy = new.items.get()
    assert (new.year, new.version, new.state) == (2029, 1, ListState.DRAFT)
    assert (copy.key, copy.content, copy.agency, copy.ledger) == ("R-01", item.content, item.agency, "")
    assert (copy.starts_on, copy.ends_on) == (date(2029, 2, 28), date(2029, 12, 31))
    assert copy.windows == [["2029-02-28", "2029-03-31"], ["2029-10-01", "2029-12-31"]]
    assert [list(getattr(copy, name).all()) for name in ("laws", "cooperating")] == [
        list(getattr(item, name).all()) for name in ("laws", "cooperating")
    ]


def test_item_whose_time_is_to_be_announced_stays_so(office):
    new = carried(DutyItemFactory(list__year=2028, starts_on=None, ends_on=None), office)
    assert (new.items.get().starts_on, new.items.get().windows) == (None, [])


def test_year_is_carried_forward_once(item, office):
    carried(item, office)
    with pytest.raises(RuleBroken, match="2029年已有清单"):
        carry_forward(DutyList.objects.get(year=2028), actor=office)
    assert DutyList.objects.filter(year=2029).count() == 1


def test_draft_is_not_carried_forward_and_nobody_but_the_office_carries(item, office):
    with pytest.raises(RuleBroken, match="只有已公布的清单"):
        carry_forward(item.list, actor=office)
    with pytest.raises(NotAllowed):
        carry_forward(DutyList.objects.get(pk=item.list_id), actor=UserFactory(roles=[Role.EDITOR]))


@pytest.fixture
def since(item, office):
    """The draft of 2029, and the day on which the list before it was published."""
    new = carried(item, office)
    return new, timezone.localdate(DutyList.objects.get(year=2028).published_at)


def revised(law, day) -> None:
    LawVersionFactory(law=law, dated_on=date(2020, 1, 1))
    LawVersionFactory(law=law, dated_on=day, effective_on=day)


@pytest.mark.parametrize(("days", "is_told"), [(0, False), (1, True)])
def test_item_tells_of_a_law_revised_after_the_list_before_was_published(days, is_told, since, item):
    new, day = since
    revised(item.laws.get(), day + timedelta(days=days))
    found = changed_laws(new, day + timedelta(days=9))
    assert [change.law for changes in found.values() for change in changes] == (
        [item.laws.get()] if is_told else []
    )


def test_item_tells_what_became_of_the_articles_it_cites(since, item, client, office):
    new, day = since
    law = item.laws.get()
    revised(law, day + timedelta(days=1))
    old, now = law.versions.order_by("dated_on")
    for version, texts in ((old, ("一直这样。", "改过的。")), (now, ("一直这样。", "改成这样。"))):
        for number, text in enumerate(texts, start=1):
            ArticleFactory(version=version, number=number, order=number, text=text)
    copy = new.items.get()
    copy.articles.set(know_provisions([(law, "1"), (law, "2")], actor=None).values())
    (change,) = changed_laws(new, day + timedelta(days=9))[copy.pk]
    assert change.cited == (("第一条", "没有变化"), ("第二条", "已改动"))
    client.force_login(office)
    page = client.get(reverse("duty_lists:inspect", args=[new.pk])).content.decode()
    assert "；所引第一条没有变化；所引第二条已改动" in page


def test_item_tells_of_a_law_that_was_or_will_be_repealed(since, item):
    new, day = since
    law = item.laws.get()
    law.repealed_on = day + timedelta(days=5)
    law.save()
    told = [
        changed_laws(new, day + timedelta(days=after))[new.items.get().pk][0].told[-2:] for after in (4, 5)
    ]
    before = [changed_laws(new, day + timedelta(days=4))[new.items.get().pk][0].told]
    assert told == ["废止", "废止"]
    assert "将于" in before[0]


def test_law_imported_for_the_first_time_is_no_revision(since, item):
    new, day = since
    LawVersionFactory(law=item.laws.get(), dated_on=day + timedelta(days=1))
    assert changed_laws(new, day + timedelta(days=9)) == {}


def test_new_law_is_proposed_until_cited_or_set_aside(since, office):
    new, day = since
    begins = day + timedelta(days=3)
    law = LawVersionFactory(dated_on=begins, effective_on=begins).law
    revised(LawFactory(), begins)
    LawVersionFactory(dated_on=day, effective_on=day)
    assert newly_issued_laws(new) == [(law, begins)]
    item = DutyItemFactory(list=new)
    item.laws.add(law)
    assert newly_issued_laws(new) == []
    item.laws.clear()
    with pytest.raises(RuleBroken, match="理由"):
        set_aside_law(new, law, reason=" ", actor=office)
    set_aside_law(new, law, reason="不涉及本区", actor=office)
    assert newly_issued_laws(new) == []


@pytest.mark.parametrize(("begins", "is_told"), [(date(2029, 12, 31), True), (date(2030, 1, 1), False)])
def test_new_law_is_proposed_where_it_takes_effect_within_the_year_of_the_list(begins, is_told, since):
    new, _day = since
    law = LawVersionFactory(dated_on=date(2028, 10, 1), effective_on=begins).law
    assert newly_issued_laws(new) == ([(law, begins)] if is_told else [])


def test_only_a_proposed_law_can_be_set_aside(client, since, office):
    new, day = since
    cited = new.items.get().laws.get()
    begins = day + timedelta(days=3)
    proposed = LawVersionFactory(dated_on=begins, effective_on=begins).law
    client.force_login(office)
    take(client, "duty_lists", "set_aside", new, law=cited.pk, reason="不涉及本区")
    assert not SetAsideLaw.objects.exists()
    take(client, "duty_lists", "set_aside", new, law=proposed.pk, reason="不涉及本区")
    assert SetAsideLaw.objects.get().law == proposed
    page = client.get(reverse("duty_lists:inspect", args=[new.pk])).content.decode()
    assert f"{reverse('duty_lists:step', args=['set_aside'])}?pk" not in page
