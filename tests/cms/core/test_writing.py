"""The pen: what every write of the office has in common."""

import pytest
from django.db.models.signals import pre_save

from cms.accounts.enums import Role
from cms.agencies.models import Agency
from cms.campaigns.models import Setting
from cms.core.errors import NotAllowed, RuleBroken
from cms.core.models import AuditEntry
from cms.core.values import version_of
from cms.core.writing import ACTIONS, Action, StaleRecord, anyone, removing, write, writing
from cms.places.models import Place
from search.models import SearchDocument
from tests.cms.accounts.factories import UserFactory
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.duties.factories import ActivityFactory
from tests.cms.events.factories import EventFactory
from tests.cms.people.factories import PersonFactory
from tests.cms.places.factories import CommunityFactory

pytestmark = pytest.mark.django_db


def action(**given):
    """An action of this test alone."""
    usual = {"name": "agencies.agency.try", "label": "试", "who": anyone, "writes": ("name",)}
    found = Action(**{**usual, **given})
    del ACTIONS[found.name]
    return found


@pytest.fixture
def agency():
    return AgencyFactory(name="青桥区司法局", short_name="区司法局")


@pytest.fixture
def actor():
    return UserFactory(roles=[Role.OFFICE])


def _last() -> AuditEntry:
    return AuditEntry.objects.first()


def test_change_is_kept_and_told_with_old_and_new(agency, actor):
    with writing(agency, action(), actor=actor, reason="改名") as held:
        held.name = "青桥区司法局（新）"
    assert Agency.objects.get(pk=agency.pk).name == "青桥区司法局（新）"
    entry = _last()
    assert (entry.actor, entry.action) == (actor, "agencies.agency.try")
    assert entry.detail == {
        "old": {"name": "青桥区司法局"},
        "new": {"name": "青桥区司法局（新）"},
        "reason": "改名",
    }


def test_only_what_the_action_declares_is_written(agency, actor):
    with pytest.raises(TypeError, match="short_name"), writing(agency, action(), actor=actor) as held:
        held.short_name = "别的简称"
    assert Agency.objects.get(pk=agency.pk).short_name == "区司法局"


def test_a_field_that_the_action_did_not_touch_keeps_what_others_wrote_meanwhile(agency, actor):
    with writing(agency, action(), actor=actor) as held:
        Agency.objects.filter(pk=agency.pk).update(contact_office="宣传科")
        held.name = "新名"
    assert Agency.objects.get(pk=agency.pk).contact_office == "宣传科"


refusing = pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"who": lambda user: False}, NotAllowed),
        ({"of": lambda user, record: False}, NotAllowed),
        ({"when": lambda record: False}, RuleBroken),
        ({"reason": "请写理由"}, RuleBroken),
    ],
    ids=["account", "record", "state", "reason"],
)


@refusing
def test_who_may_not_deletes_nothing(given, refused, agency, actor):
    with pytest.raises(refused):
        removing(agency, action(**given), actor=actor, reason=" ")
    assert Agency.objects.filter(pk=agency.pk).exists()


@refusing
def test_who_may_not_writes_nothing(given, refused, agency, actor):
    with pytest.raises(refused), writing(agency, action(**given), actor=actor) as held:
        held.name = "新名"
    assert Agency.objects.get(pk=agency.pk).name == "青桥区司法局"
    assert not AuditEntry.objects.filter(action="agencies.agency.try").exists()


@pytest.mark.parametrize("given", [{"who": lambda user: False}, {"of": lambda user, record: False}])
def test_who_may_not_creates_nothing(given, actor):
    fresh = Agency(code="Z", name="新单位", kind="other")
    with pytest.raises(NotAllowed), writing(fresh, action(**given), actor=actor):
        pass
    assert not Agency.objects.exists()


def test_account_that_may_not_is_refused_before_anything_is_done(actor):
    fresh = Agency(code="Z", name="新单位", kind="other")
    with pytest.raises(NotAllowed), writing(fresh, action(who=lambda user: False), actor=actor):
        pytest.fail("the pen was opened")


def test_clock_of_a_record_goes_on_with_each_change(agency, actor):
    with writing(agency, action(), actor=actor) as held:
        held.name = "新名"
    assert Agency.objects.get(pk=agency.pk).updated_at > agency.updated_at


def test_whoever_is_a_moment_slower_is_told_in_words(agency, actor):
    def be_faster(sender, instance, **kwargs):
        Agency.objects.bulk_create([Agency(code="faster", name=instance.name, kind="other")])

    pre_save.connect(be_faster, sender=Agency)
    try:
        with pytest.raises(RuleBroken, match="冲突"), writing(agency, action(), actor=actor) as held:
            held.name = "两人都要的名称"
    finally:
        pre_save.disconnect(be_faster, sender=Agency)


def test_value_that_does_not_hold_is_a_broken_rule_and_leaves_no_trace(agency, actor):
    other = AgencyFactory()
    with pytest.raises(RuleBroken) as refused, writing(agency, action(), actor=actor) as held:
        held.name = other.name
    assert list(refused.value.message_dict) == ["name"]
    assert not AuditEntry.objects.filter(action="agencies.agency.try").exists()


def test_writer_who_read_an_older_version_is_told(agency, actor):
    read = version_of(agency)
    write(agency, action(), {"name": "先改的"}, actor=actor, seen=read)
    with pytest.raises(StaleRecord):
        write(agency, action(), {"name": "后改的"}, actor=actor, seen=read)
    assert Agency.objects.get(pk=agency.pk).name == "先改的"


def test_whoever_deletes_what_was_changed_meanwhile_is_told(agency, actor):
    read = version_of(agency)
    write(agency, action(), {"name": "先改的"}, actor=actor)
    with pytest.raises(StaleRecord):
        removing(agency, action(name="agencies.agency.try_delete"), actor=actor, seen=read)
    assert Agency.objects.filter(pk=agency.pk).exists()


def test_counter_that_the_platform_keeps_makes_nobody_stale():
    event = EventFactory(takes_registrations=True)
    read = version_of(event)
    type(event).objects.filter(pk=event.pk).claim_places(1)
    event.refresh_from_db()
    assert version_of(event) == read


def test_relations_are_written_and_told(actor):
    place = CommunityFactory()
    area = Place.objects.create(code="A", name="东片区", kind="area", parent=place.parent)
    tried = action(name="places.place.try", writes=("members",))
    assert write(area, tried, {"members": [place]}, actor=actor) == "change"
    assert _last().detail == {"old": {"members": []}, "new": {"members": [place.pk]}}
    assert write(area, tried, {"members": [place]}, actor=actor) == "unchanged"


def test_relations_alone_bring_the_search_up_to_date(actor):
    event, setting = EventFactory(), Setting.objects.create(name="工地")
    write(event, action(name="events.event.try", writes=("settings",)), {"settings": [setting]}, actor=actor)
    assert SearchDocument.objects.get(key=f"events.event:{event.pk}").facets["setting"] == ["工地"]


def test_trail_holds_no_password(actor):
    account = UserFactory()
    with writing(account, action(name="accounts.user.try", writes=("password",)), actor=actor) as held:
        held.set_password("a long enough secret")
    assert _last().detail == {"old": {"password": "＊"}, "new": {"password": "＊"}}


def test_trail_holds_no_protected_number(actor):
    person = PersonFactory(phone="19900000001")
    with writing(person, action(name="people.person.try", writes=("phone",)), actor=actor) as held:
        held.phone = "19900000002"
    assert _last().detail == {"old": {"phone": "＊"}, "new": {"phone": "＊"}}


def test_record_deleted_meanwhile_is_said_in_words(agency, actor):
    Agency.objects.filter(pk=agency.pk).delete()
    with pytest.raises(RuleBroken, match="已被删除"), writing(agency, action(), actor=actor):
        pass


def test_deletion_keeps_what_was_deleted_in_the_trail(agency, actor):
    removing(agency, action(name="agencies.agency.try_delete"), actor=actor)
    assert not Agency.objects.exists()
    assert _last().detail["old"]["name"] == "青桥区司法局"


def test_what_others_rest_upon_is_not_deleted(actor):
    setting = Setting.objects.create(name="工地")
    ActivityFactory().settings.add(setting)
    with pytest.raises(RuleBroken, match="1 条活动记录"):
        removing(setting, action(name="campaigns.setting.try"), actor=actor)
    assert Setting.objects.filter(pk=setting.pk).exists()
