"""Downloads that the framework itself offers go through our writer."""

import io

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import ModelLogEntry, Page, Site

from cms.accounts.models import User
from search.models import Synonym
from tests.cms.accounts.factories import UserFactory
from tests.cms.campaigns.factories import ArticlePageFactory

pytestmark = pytest.mark.django_db
EVIL = "=HYPERLINK(1)"


def _synonym(owner):
    Synonym.objects.create(term=EVIL, meaning="＝1+1")
    return reverse("search_synonyms:index")


def _redirect(owner):
    Redirect.objects.create(old_path=f"/{EVIL}", redirect_link=EVIL, site=Site.objects.first())
    return reverse("wagtailredirects:index")


def _history(owner):
    ModelLogEntry.objects.create(
        content_type=ContentType.objects.get_for_model(User), label=EVIL, action="wagtail.edit", user=owner,
        object_id=owner.pk, timestamp=owner.date_joined, data={},
    )  # fmt: skip
    return reverse("wagtailadmin_reports:site_history")


@pytest.mark.parametrize("make", [_synonym, _redirect, _history], ids=lambda make: make.__name__)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_exports_of_the_framework_hold_no_formula(client, make, kind):
    owner = UserFactory(is_superuser=True)
    client.force_login(owner)
    response = client.get(make(owner), {"export": kind})
    content = b"".join(response)
    assert "filename=" in response["Content-Disposition"]
    if kind == "csv":
        assert f"'{EVIL}" in content.decode("utf-8-sig")
        assert f'"{EVIL}' not in content.decode("utf-8-sig")
    else:
        cells = [cell for row in load_workbook(io.BytesIO(content)).active.iter_rows() for cell in row]
        assert f"'{EVIL}" in [cell.value for cell in cells]
        assert {cell.data_type for cell in cells} <= {"s", "n", "d"}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_report_of_aging_pages_comes_whole(client, kind):
    client.force_login(UserFactory(is_superuser=True))
    page = ArticlePageFactory(title="普法一年")
    Page.objects.filter(pk=page.pk).update(last_published_at=timezone.now())
    answer = client.get(reverse("wagtailadmin_reports:aging_pages"), {"export": kind})
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code == 200
    if kind == "csv":
        assert page.title in content.decode("utf-8-sig")
