"""When laws have ended, as held texts and the table of repealed laws tell."""

from datetime import date

import pytest
from django.urls import reverse

from cms.statutes.enums import LawLevel, VersionStatus
from cms.statutes.models import Law
from cms.statutes.models.repealed import repeals_in
from cms.statutes.queries.time import holds_until
from cms.statutes.services import follow_the_day, settle_repeals
from search.models import SearchDocument
from tests.cms.statutes.factories import ArticleFactory, LawFactory, LawVersionFactory

pytestmark = pytest.mark.django_db
DAY = date(2025, 3, 1)


@pytest.mark.parametrize(
    ("text", "titles", "day"),
    [
        ("本法自2025年3月1日起施行。《中华人民共和国灯塔法》同时废止。", ["灯塔法"], DAY),
        ("自2025年3月1日起施行，《灯塔法》、《航标条例》同时废止。", ["灯塔法", "航标条例"], DAY),
        ("自2025年3月1日起实施。1990年1月1日公布的《灯塔办法（试行）》同时废止。", ["灯塔办法（试行）"], DAY),
        ("《实施〈中华人民共和国灯塔法〉办法》同时废止。", ["实施《中华人民共和国灯塔法》办法"], None),
        ("本法自公布之日起施行，《灯塔法》同时废止。", ["灯塔法"], None),
        ("自2025年3月1日起施行。《灯塔法》第三条同时废止。", [], DAY),
        ("违反《灯塔法》的，证书同时作废。", [], None),
    ],
)
def test_article_that_ends_laws_names_them_and_the_day(text, titles, day):
    assert repeals_in(text) == (titles, day)


@pytest.fixture
def successor():
    """A law whose last article ends the law of lighthouses."""
    version = LawVersionFactory(law=LawFactory(short_title="航标法"), dated_on=date(2024, 12, 1))
    ArticleFactory(version=version, text="本法自2025年3月1日起施行。《中华人民共和国灯塔法》同时废止。")
    return version


def lighthouse(**values) -> Law:
    return LawVersionFactory(law=LawFactory(short_title="灯塔法", **values), dated_on=date(1990, 1, 1)).law


def test_law_that_a_held_text_ends_is_repealed_from_that_day_on(successor):
    law = lighthouse()
    assert settle_repeals() == [law]
    law.refresh_from_db()
    version = law.versions.get()
    statuses = [version.status(day) for day in (date(2025, 2, 28), DAY)]
    assert (law.repealed_on, statuses) == (DAY, [VersionStatus.IN_FORCE, VersionStatus.REPEALED])
    assert settle_repeals() == []


def test_day_that_the_office_noted_stays(successor):
    law = lighthouse(repealed_on=date(2030, 1, 1))
    assert settle_repeals() == []
    law.refresh_from_db()
    assert law.repealed_on == date(2030, 1, 1)


@pytest.mark.parametrize(("made", "ended"), [(date(2025, 2, 28), DAY), (DAY, None), (date(2026, 1, 1), None)])
def test_law_made_anew_under_a_repealed_title_is_in_force(successor, made, ended):
    law = lighthouse()
    LawVersionFactory(law=law, dated_on=made)
    settle_repeals()
    law.refresh_from_db()
    assert law.repealed_on == ended


def test_law_that_ends_its_own_forerunner_is_in_force():
    version = LawVersionFactory(law=LawFactory(short_title="灯塔法"), dated_on=date(1990, 1, 1))
    ArticleFactory(version=version, text="自2025年3月1日起施行。1980年公布的《灯塔法》同时废止。")
    assert settle_repeals() == []


@pytest.mark.parametrize(
    ("title", "basis"),
    [
        ("关于适用《中华人民共和国灯塔法》若干问题的解释", DAY),
        ("关于适用《灯塔法》《合同法》若干问题的解释", DAY),
        ("关于适用《灯塔法》《航标法》若干问题的解释", None),
        ("关于审理灯塔案件若干问题的解释", None),
    ],
)
def test_interpretation_of_repealed_laws_says_so(successor, title, basis):
    lighthouse()
    law = LawFactory(title=title, short_title=title, slug=title, level=LawLevel.INTERPRETATION)
    version = LawVersionFactory(law=law, dated_on=date(2000, 1, 1))
    settle_repeals()
    law.refresh_from_db()
    assert law.basis_repealed_on == basis
    expected = VersionStatus.BASIS_REPEALED if basis else VersionStatus.IN_FORCE
    version.refresh_from_db()
    assert [version.status(day) for day in (date(2025, 2, 28), DAY)] == [VersionStatus.IN_FORCE, expected]


@pytest.mark.parametrize(
    ("dated_on", "statuses"),
    [
        (date(2012, 10, 26), [VersionStatus.IN_FORCE, VersionStatus.AMENDED]),
        (date(2025, 6, 27), [VersionStatus.IN_FORCE, VersionStatus.IN_FORCE]),
    ],
)
def test_text_of_a_revised_law_is_not_in_force_though_the_newer_is_not_held(dated_on, statuses):
    law = LawFactory(short_title="治安管理处罚法")
    version = LawVersionFactory(law=law, dated_on=dated_on)
    assert [version.status(day) for day in (date(2025, 12, 31), date(2026, 1, 1))] == statuses
    ended = VersionStatus.AMENDED in statuses
    assert holds_until(version) == (date(2025, 12, 31) if ended else None)


@pytest.mark.parametrize(
    ("held", "told"),
    [(["2012-10-26"], True), (["2005-08-28", "2012-10-26"], True), (["2012-10-26", "2025-06-27"], False)],
)
def test_page_says_from_when_a_newer_text_holds_that_is_not_held(client, held, told):
    law = LawFactory(short_title="治安管理处罚法")
    versions = [LawVersionFactory(law=law, dated_on=date.fromisoformat(day)) for day in held]
    ArticleFactory(version=versions[-1])
    page = client.get(reverse("public:law", args=[law.slug])).content.decode()
    assert ("修改后的文本自2026年1月1日起施行，本站还没有收录" in page) is told


def test_what_ended_is_found_as_ended_after_the_night(successor):
    law = lighthouse()
    ArticleFactory(version=law.versions.get())
    follow_the_day()
    held = SearchDocument.objects.filter(law="灯塔法").values_list("facets__in_force__0", flat=True)
    assert set(held) == {"已废止"}
