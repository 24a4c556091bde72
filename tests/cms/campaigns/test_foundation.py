import pytest
from django.contrib.auth.models import Group
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.models import GroupPagePermission, Site, Workflow

from cms.accounts.enums import Role
from cms.campaigns.models import HomePage, ReviewTask, Setting
from cms.campaigns.services import found_site
from tests.cms.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_site_opens_with_our_home_page():
    assert Site.objects.get(is_default_site=True).root_page.specific == HomePage.objects.get()


def test_founding_twice_changes_nothing():
    def counts():
        return [
            model.objects.count()
            for model in (HomePage, Site, ReviewTask, Setting, Workflow, GroupPagePermission)
        ]

    before = counts()
    found_site()
    assert counts() == before


def test_founding_again_leaves_what_the_office_changed():
    Setting.objects.filter(name="军营").delete()
    Setting.objects.filter(name="学校").update(name="校园", order=1)
    found_site()
    assert not Setting.objects.filter(name__in=["军营", "学校"]).exists()


def test_review_has_three_stages_in_order():
    workflow = HomePage.objects.get().get_workflow()
    assert [task.name for task in workflow.tasks] == ["初审", "复审", "终审"]


@pytest.mark.parametrize(
    ("role", "adds", "publishes"),
    [
        (Role.EDITOR, True, False),
        (Role.REVIEWER, True, True),
        (Role.OFFICE, True, True),
        (Role.ADMINISTRATOR, True, True),
        (Role.AGENCY_LOGGER, False, False),
        (Role.MEMBER, False, False),
    ],
)
def test_role_may_do_with_pages(role, adds, publishes):
    tester = HomePage.objects.get().permissions_for_user(UserFactory(roles=[role]))
    assert tester.can_add_subpage() == adds
    assert tester.can_publish() == publishes


@pytest.mark.parametrize("role", list(Role))
def test_only_office_side_roles_enter_the_admin(client, role):
    client.force_login(UserFactory(roles=[role]))
    inside = role in (Role.ADMINISTRATOR, Role.OFFICE, Role.EDITOR, Role.REVIEWER)
    assert (client.get("/office/").status_code == 200) == inside


def test_groups_of_every_role_exist():
    assert Group.objects.filter(name__in=[str(role.label) for role in Role]).count() == len(Role)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("setting", settings_registry, ids=lambda model: model.__name__)
def test_office_changes_every_setting_and_nobody_else_does(role, setting):
    may = UserFactory(roles=[role]).has_perm(f"{setting._meta.app_label}.change_{setting._meta.model_name}")
    assert may == (role in (Role.OFFICE, Role.ADMINISTRATOR))
