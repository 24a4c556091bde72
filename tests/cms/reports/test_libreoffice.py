"""The papers an office sends out open elsewhere too: LibreOffice reads them, and their figures are there."""

import shutil
import subprocess
from decimal import Decimal

import pypdf
import pytest
from django.utils import timezone

from cms.accounts.enums import Role
from cms.core.papers import word_of
from cms.duties.exports import list_paper
from cms.duties.queries.wording import as_published
from cms.reports.enums import Dimension
from cms.reports.exports.tables import base_data_workbook, figures_workbook
from cms.reports.queries.base_data import base_data
from cms.reports.queries.figures import counted_activities, table, total
from cms.reports.queries.papers import paper_of
from cms.reports.services.reports import draw_up_report
from cms.reviews.enums import RoundState
from cms.reviews.exports import sheet_paper
from cms.reviews.queries.outcomes import outcome_of
from cms.reviews.services import scoring, telling
from tests.cms.accounts.factories import UserFactory
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.duties.factories import ActivityFactory, DutyItemFactory, logger_of, published
from tests.cms.places.factories import CommunityFactory, VenueFactory
from tests.cms.reviews.factories import ParticipantFactory, indicator
from tests.conftest import absent

pytestmark = [pytest.mark.django_db, pytest.mark.libreoffice]


@pytest.fixture
def files() -> dict[str, bytes]:
    """A year of one agency, in every kind of file."""
    office = UserFactory(roles=[Role.OFFICE])
    agency = AgencyFactory(name="青桥区教育局")
    item = DutyItemFactory(
        list__year=2026, agency=agency, key="J-01", content="家庭教育促进法进校园", required_count=3
    )
    published(item.list)
    item.list.refresh_from_db()
    venue = VenueFactory(place=CommunityFactory(parent__name="曲水街道"))
    moment = timezone.make_aware(timezone.datetime(2026, 2, 3, 9))
    ActivityFactory(
        host=agency, state="approved", starts_at=moment, venue=venue, items=[item], onsite=1357, online=2468
    )
    part = ParticipantFactory(round__state=RoundState.SCORING, agency=agency)
    scoring.score({(part, indicator(part.round, "A1")): {"office_score": Decimal("8.75")}}, actor=office)
    outcome = outcome_of(telling.tell_results(part.round, actor=office), timezone.localdate())
    report = draw_up_report(year=2026, agency=agency, actor=logger_of(agency))
    year = counted_activities(2026)
    by_town = table(year, Dimension.SUBDISTRICT)
    return {
        "report.docx": word_of(paper_of(report)),
        "sheet.docx": word_of(sheet_paper(outcome, outcome.sheets()[0], timezone.now())),
        "list.docx": word_of(list_paper(item.list, as_published(item.list, [item]))),
        "figures.xlsx": figures_workbook(2026, "year", Dimension.SUBDISTRICT, by_town, total(year)),
        "base.xlsx": base_data_workbook(2026, "h1", timezone.localdate(), base_data(2026, "h1")),
    }


# What must be read in each.
HELD = {
    "report": ("青桥区教育局", "1357", "2468", "应开展3场，已开展1场"),
    "sheet": ("青桥区教育局", "8.75"),
    "list": ("J-01", "家庭教育促进法进校园", "开展3场"),
    "figures": ("曲水街道", "1357", "2468", "合计"),
    "base": ("曲水街道", "1357", "2468", "合计"),
}


def test_files_open_in_libreoffice_and_hold_their_figures(files, tmp_path):
    program = shutil.which("soffice")
    if program is None:
        absent("没有 LibreOffice：安装 libreoffice-writer 与 libreoffice-calc 后再试")
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = [program, home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, *(str(tmp_path / name) for name in files)], check=True, capture_output=True)
    for stem, told in HELD.items():
        read = pypdf.PdfReader(tmp_path / f"{stem}.pdf")
        text = "".join("".join(page.extract_text() for page in read.pages).split())
        assert [words for words in told if words not in text] == [], stem
