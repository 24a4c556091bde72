"""Which roles may see a place: changed where nothing live was approved for it, and always on record."""

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from cms.accounts.enums import Role
from cms.core.errors import RuleBroken
from cms.core.models import AuditEntry
from tests.cms.accounts.factories import UserFactory
from tests.cms.campaigns.factories import ArticlePageFactory, TopicPageFactory, published

pytestmark = pytest.mark.django_db


def role(which: Role) -> Group:
    return Group.objects.get(name=str(which.label))


@pytest.fixture
def place():
    """A column for two roles."""
    column = TopicPageFactory(title="内部栏目")
    restriction = PageViewRestriction.objects.create(
        page=Page.objects.get(pk=column.pk), restriction_type="groups"
    )
    restriction.groups.set([role(Role.OFFICE), role(Role.EDITOR)])
    return restriction


@pytest.fixture
def live(place):
    return published(ArticlePageFactory(title="内部文章", parent=place.page.specific))


CHANGES = {
    "another": lambda groups: groups.add(role(Role.MEMBER)),
    "one less": lambda groups: groups.remove(role(Role.EDITOR)),
    "others": lambda groups: groups.set([role(Role.MEMBER)]),
    "nobody": lambda groups: groups.clear(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_readers_stay_while_live_words_were_approved_for_them(place, live, change):
    with pytest.raises(RuleBroken, match="内部内容审核"), transaction.atomic():
        CHANGES[change](place.groups)
    assert set(PageViewRestriction.objects.get().groups.all()) == {role(Role.OFFICE), role(Role.EDITOR)}


@pytest.mark.parametrize("change", CHANGES)
def test_readers_change_where_nothing_live_was_approved_for_them(place, change):
    CHANGES[change](place.groups)
    assert set(place.groups.all()) != {role(Role.OFFICE), role(Role.EDITOR)}


def test_readers_are_not_changed_from_the_side_of_the_role(place, live):
    with pytest.raises(RuleBroken, match="内部内容审核"):
        role(Role.OFFICE).pageviewrestriction_set.clear()


@pytest.fixture
def admin(client):
    user = UserFactory(roles=[Role.ADMINISTRATOR], is_superuser=True)
    client.force_login(user)
    return user


def _readers(entry) -> tuple:
    return entry.actor, entry.target_label, entry.detail["readers"]


def test_new_readers_of_a_column_are_on_record(client, admin, place):
    address = reverse("wagtailadmin_pages:set_privacy", args=[place.page_id])
    groups = [role(Role.OFFICE).pk, role(Role.EDITOR).pk, role(Role.MEMBER).pk]
    client.post(address, {"restriction_type": "groups", "password": "", "groups": groups})
    told = AuditEntry.objects.filter(action="campaigns.page.readers").latest("pk")
    everyone = sorted(Group.objects.filter(pk__in=groups).values_list("name", flat=True))
    assert _readers(told) == (admin, "内部栏目", everyone)


def test_a_new_restriction_below_another_gets_its_readers(client, admin, live):
    address = reverse("wagtailadmin_pages:set_privacy", args=[live.pk])
    client.post(address, {"restriction_type": "groups", "password": "", "groups": [role(Role.OFFICE).pk]})
    restriction = PageViewRestriction.objects.get(page_id=live.pk)
    assert list(restriction.groups.all()) == [role(Role.OFFICE)]


def test_a_folder_closed_changed_and_opened_is_on_record(client, admin):
    folder = Collection.get_first_root_node().add_child(instance=Collection(name="内部文件"))
    address = reverse("wagtailadmin_collections:set_privacy", args=[folder.pk])
    for groups in ([role(Role.OFFICE).pk], [role(Role.OFFICE).pk, role(Role.EDITOR).pk]):
        client.post(address, {"restriction_type": "groups", "password": "", "groups": groups})
    client.post(address, {"restriction_type": "none", "password": ""})
    assert not CollectionViewRestriction.objects.exists()
    told = AuditEntry.objects.filter(action__startswith="campaigns.collection.").order_by("pk")
    verbs = [entry.action.rpartition(".")[2] for entry in told]
    assert verbs == ["close", "readers", "close", "readers", "open"]
    assert {(entry.actor, entry.target_label) for entry in told} == {(admin, "内部文件")}
    assert [len(entry.detail["readers"]) for entry in told if entry.action.endswith("readers")] == [1, 2]
