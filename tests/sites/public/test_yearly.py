"""What is public year by year: nothing that is not, and each year once."""

import pytest
from django.utils import timezone

from cms.duties.enums import ListState
from cms.reviews.models import Round
from tests.cms.duties.factories import DutyListFactory
from tests.cms.reports.factories import ReportFactory, signed
from tests.cms.reviews.factories import RoundFactory

pytestmark = pytest.mark.django_db


def test_papers_stand_under_their_year_the_latest_first(client):
    DutyListFactory(year=2026, state=ListState.SUPERSEDED)
    DutyListFactory(year=2026, version=2, reason="更正", state=ListState.PUBLISHED)
    DutyListFactory(year=2027)
    ended = RoundFactory(scheme__year=2025)
    Round.objects.filter(pk=ended.pk).update(state="frozen", published_at=timezone.now())
    shown, kept = (
        signed(ReportFactory(year=2025, title="示范区履职报告"), "published"),
        ReportFactory(year=2024),
    )
    page = client.get("/yearly/").content.decode()
    assert [f'id="year-{year}"' in page for year in (2027, 2026, 2025, 2024)] == [False, True, True, False]
    assert page.index("2026年普法责任清单") < page.index("2025年度评议结果")
    links = ("/duty-lists/2026/", "/duty-lists/2026/1/", "/reviews/2025/", f"/reports/{shown.pk}/")
    assert [f'href="{link}"' in page for link in links] == [True] * 4
    assert f"/reports/{kept.pk}/" not in page


def test_nothing_public_yet_says_what_would_stand_there(client):
    assert "会按年列在这里" in client.get("/yearly/").content.decode()
