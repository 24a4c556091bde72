import pytest
from django.test.utils import isolate_apps
from wagtail.contrib.settings.registry import registry as settings_registry

from cms.accounts.enums import Role
from cms.campaigns import checks
from cms.campaigns.models import ArticlePage, HomePage, PublicPage, TopicPage
from cms.people.models import RosterSetting


def told(errors) -> list[str]:
    return [error.id for error in errors]


def test_every_page_type_but_the_first_page_is_looked_at():
    names = sorted(page_type.__name__ for page_type in checks.page_types())
    assert names == ["ArticlePage", "BrandPage", "CampaignPage", "CasePage", "NoticePage", "TopicPage"]
    assert HomePage not in checks.page_types()


@pytest.mark.parametrize(
    ("listing", "code"), [("COLUMN_TYPES", "campaigns.E001"), ("LISTED_TYPES", "campaigns.E002")]
)
def test_page_type_that_left_a_list_is_told(monkeypatch, listing, code):
    left = [name for name in getattr(checks, listing) if "article" not in name.lower()]
    monkeypatch.setattr(checks, listing, left)
    errors = list(checks.page_types_have_their_place(None))
    assert [(error.id, error.obj) for error in errors] == [(code, ArticlePage)]


def test_column_need_not_be_listed_as_news():
    assert told(checks.page_types_have_their_place(None, types=[TopicPage])) == []


@isolate_apps("cms.campaigns")
def test_planted_page_type_is_told_of_everything_it_forgot(monkeypatch):
    # Wagtail keeps every page type it sees in a list of its own; the planted one is to leave no trace there.
    monkeypatch.setattr("wagtail.models.pages.PAGE_MODEL_CLASSES", [])

    class PlantedPage(PublicPage):
        class Meta:
            app_label = "campaigns"

    errors = told(checks.page_types_have_their_place(None, types=[PlantedPage]))
    assert errors == ["campaigns.E001", "campaigns.E002", "campaigns.E003"]


def test_role_without_rights_on_pages_is_told(monkeypatch):
    monkeypatch.delitem(checks.PAGE_RIGHTS, Role.EDITOR)
    assert told(checks.roles_have_their_rights(None)) == ["campaigns.E004"]


def test_setting_that_nobody_may_change_is_told(monkeypatch):
    monkeypatch.setitem(checks.OFFICE_RIGHTS, "people", ())
    assert RosterSetting in settings_registry
    assert [(error.id, error.obj) for error in checks.roles_have_their_rights(None)] == [
        ("campaigns.E005", RosterSetting)
    ]
