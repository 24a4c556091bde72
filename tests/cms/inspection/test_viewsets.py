"""The desk of what is amiss: everybody of the office sees it, what waits stands first, the office decides."""

import pytest
from django.urls import reverse

from cms.accounts.enums import Role
from cms.inspection.enums import FindingState
from tests.cms.accounts.factories import UserFactory
from tests.cms.inspection.factories import FindingFactory
from tests.cms.steps import take

pytestmark = pytest.mark.django_db


def test_desk_leads_to_what_is_to_be_mended_and_says_how_much(client):
    client.force_login(UserFactory(roles=[Role.EDITOR]))
    assert "网站自查" not in client.get(reverse("wagtailadmin_home")).content.decode().split("<main")[-1]
    mended = FindingFactory(state=FindingState.MENDED, ended_on="2026-11-01")
    late, early = FindingFactory(since="2026-11-03"), FindingFactory(since="2026-11-02")
    assert "网站自查：要改 2 处" in client.get(reverse("wagtailadmin_home")).content.decode()
    page = client.get(reverse("findings:index"))
    assert list(page.context["object_list"]) == [early, late, mended]
    assert f'href="{early.link}"' in page.content.decode()


def test_office_says_that_one_may_stay(client):
    finding = FindingFactory()
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    take(client, "findings", "tolerate", finding, reason="对方网站夜间关闭")
    finding.refresh_from_db()
    assert (finding.state, finding.reason) == (FindingState.TOLERATED, "对方网站夜间关闭")
    assert "对方网站夜间关闭" in client.get(reverse("findings:inspect", args=[finding.pk])).content.decode()
