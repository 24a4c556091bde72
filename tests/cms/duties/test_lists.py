from datetime import date

import pytest
from django.db import IntegrityError, transaction

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed, RuleBroken
from cms.core.models import ReviewSetting
from cms.duties.enums import ListState
from cms.duties.exports import list_paper
from cms.duties.models import DutyItem, DutyList
from cms.duties.queries import current_list, items_in_full
from cms.duties.queries.wording import as_published
from cms.duties.services import (
    add_item,
    approve_list,
    correct_list,
    draw_up_list,
    publish_list,
    reopen_list,
)
from tests.cms.accounts.factories import UserFactory
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.duties.factories import DutyItemFactory, DutyListFactory, logger_of, published
from tests.cms.statutes.factories import LawFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return UserFactory(roles=[Role.OFFICE])


@pytest.fixture
def item():
    item = DutyItemFactory(list__year=2026)
    item.laws.add(LawFactory())
    return item


CHANGES = {
    "save": lambda item: item.save(),
    "delete": lambda item: item.delete(),
    "update": lambda item: DutyItem.objects.filter(pk=item.pk).update(content="改"),
    "delete by query": lambda item: DutyItem.objects.filter(pk=item.pk).delete(),
    "bulk create": lambda item: DutyItem.objects.bulk_create([DutyItem(list=item.list, key="新")]),
    "another item": lambda item: DutyItemFactory(list=item.list),
    "laws": lambda item: item.laws.clear(),
    "laws from the other side": lambda item: LawFactory().duty_items.add(item),
    "cooperating": lambda item: item.cooperating.add(AgencyFactory()),
    "the list itself": lambda item: item.list.delete(),
}


@pytest.mark.parametrize("state", [ListState.APPROVED, ListState.PUBLISHED, ListState.SUPERSEDED])
@pytest.mark.parametrize("change", CHANGES)
def test_list_once_approved_never_changes(change, state, item):
    item.list.state = state
    item.list.save()
    with pytest.raises(RuleBroken, match="不再改动"), transaction.atomic():
        CHANGES[change](item)
    kept = DutyItem.objects.get(list=item.list)
    assert kept.content == item.content
    assert kept.laws.count() == 1


def test_stale_item_cannot_slip_into_a_list_published_meanwhile(item):
    stale = DutyItem.objects.select_related("list").get(pk=item.pk)
    published(DutyList.objects.get(pk=item.list_id))
    stale.content = "后来写的"
    with pytest.raises(RuleBroken):
        stale.save()


def test_database_holds_one_published_list_a_year(item):
    published(item.list)
    second = DutyListFactory(year=2026, version=2, reason="更正")
    with pytest.raises(IntegrityError), transaction.atomic():
        published(second)


def test_database_refuses_a_later_version_without_reason():
    with pytest.raises(IntegrityError), transaction.atomic():
        DutyListFactory(version=2, reason="")


@pytest.mark.parametrize("broken", [{"kind": "common"}, {"agency": None}, {"required_count": 0}])
def test_database_refuses_an_item(broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        DutyItemFactory(**broken)


def test_list_goes_from_draft_to_published_and_is_corrected_by_a_new_version(item, office):
    first = publish_list(approve_list(item.list, actor=UserFactory(roles=[Role.OFFICE])), actor=office)
    assert current_list(2026) == first
    second = correct_list(first, reason="补充反不正当竞争法", actor=office)
    copy = second.items.get()
    assert (copy.key, copy.content, list(copy.laws.all())) == (item.key, item.content, list(item.laws.all()))
    copy.content = "更正后的内容"
    copy.save()
    publish_list(approve_list(second, actor=UserFactory(roles=[Role.OFFICE])), actor=office)
    first.refresh_from_db()
    item.refresh_from_db()
    assert first.state == ListState.SUPERSEDED
    assert item.content != "更正后的内容"
    assert current_list(2026) == second


def test_correction_needs_a_reason_and_is_drawn_up_once(item, office):
    published(item.list)
    with pytest.raises(RuleBroken, match="理由"):
        correct_list(item.list, reason=" ", actor=office)
    correct_list(item.list, reason="更正", actor=office)
    with pytest.raises(RuleBroken, match="已在拟定"):
        correct_list(item.list, reason="再更正", actor=office)


@pytest.mark.parametrize(
    ("step", "state"),
    [
        (approve_list, ListState.APPROVED),
        (approve_list, ListState.PUBLISHED),
        (publish_list, ListState.DRAFT),
        (publish_list, ListState.SUPERSEDED),
        (reopen_list, ListState.PUBLISHED),
    ],
)
def test_list_takes_no_step_out_of_turn(step, state, item, office):
    item.list.state = state
    item.list.save()
    with pytest.raises(RuleBroken):
        step(item.list, actor=office)


def test_an_empty_list_is_not_approved(office):
    with pytest.raises(RuleBroken, match="没有责任项"):
        approve_list(DutyListFactory(), actor=office)


def test_only_the_office_moves_a_list(item):
    for actor in (UserFactory(roles=[Role.REVIEWER]), logger_of(item.agency)):
        with pytest.raises(NotAllowed):
            approve_list(item.list, actor=actor)


def test_who_wrote_an_item_does_not_approve_the_list(office):
    duty_list = draw_up_list(2027, actor=UserFactory(roles=[Role.OFFICE]))
    add_item(
        duty_list, actor=office, key="G-01", kind="common", content="学习宪法",
        starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31),
    )  # fmt: skip
    with pytest.raises(NotAllowed, match="自己拟写"):
        approve_list(duty_list, actor=office)
    assert approve_list(duty_list, actor=UserFactory(roles=[Role.OFFICE])).state == ListState.APPROVED


@pytest.mark.parametrize(("two_people", "refused"), [(True, True), (False, False)])
def test_who_approved_publishes_only_where_the_office_works_with_one_person(
    two_people, refused, item, office
):
    ReviewSetting.objects.update_or_create(pk=1, defaults={"two_people": two_people})
    approved = approve_list(item.list, actor=office)
    if refused:
        with pytest.raises(NotAllowed, match="再由自己公布"):
            publish_list(approved, actor=office)
    else:
        assert publish_list(approved, actor=office).state == ListState.PUBLISHED


def test_older_list_is_not_published_over_a_newer_one(item, office):
    newer = DutyListFactory(year=2026, version=2, reason="更正")
    published(newer)
    item.list.state = ListState.APPROVED
    item.list.save()
    with pytest.raises(RuleBroken, match="更新的版本"):
        publish_list(item.list, actor=office)
    assert current_list(2026) == newer


def test_published_list_keeps_the_words_of_its_day_when_units_and_laws_are_renamed(office, item):
    boss = UserFactory(roles=[Role.OFFICE])
    held = publish_list(approve_list(item.list, actor=boss), actor=office)

    def printed():
        current = DutyList.objects.get(pk=held.pk)
        return as_published(current, items_in_full(current))

    before, checksum = printed(), list_paper(held, printed()).checksum
    item.agency.short_name = "改名局"
    item.agency.save()
    law = item.laws.get()
    law.short_title = "改名法"
    law.save()
    assert printed() == before
    assert list_paper(DutyList.objects.get(pk=held.pk), printed()).checksum == checksum
    # A draft is told in the words of today.
    new = correct_list(DutyList.objects.get(pk=held.pk), reason="更名", actor=office)
    assert as_published(new, items_in_full(new))[0]["责任单位"] == "改名局"
