"""What an inspector finds in words, pictures, files and dates; and nothing that the public is not shown."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page, Site

from cms.campaigns.models import ArticlePage, SiteProfile
from cms.campaigns.queries.offering import pages_showing
from cms.events.models import Event
from cms.inspection.enums import FindingKind
from cms.inspection.models import InspectionSetting
from cms.inspection.queries.contents import (
    files_with_numbers,
    missing_in_footer,
    pictures_without_words,
    texts_amiss,
)
from cms.inspection.queries.dates import false_dates
from cms.places.models import Venue
from media.models import DocumentText
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.campaigns.factories import ArticlePageFactory, CasePageFactory, NoticePageFactory
from tests.cms.campaigns.test_downloads import document
from tests.cms.duties.factories import ActivityFactory
from tests.cms.events.factories import EventFactory
from tests.cms.places.factories import VenueFactory
from tests.media.factories import LibraryImageFactory

pytestmark = pytest.mark.django_db
NUMBER = "13800000001"


def told(found) -> list[tuple]:
    return sorted((each.kind.value, each.subject) for each in found)


def test_numbers_that_got_past_the_gate_are_told_masked():
    """What came by no form: an old import, a database that was restored."""
    page, draft = (
        ArticlePageFactory(source="本区", title="夜校"),
        ArticlePageFactory(title="草稿", live=False),
    )
    host = AgencyFactory(name="区司法局", short_name="")
    event = EventFactory(title="讲座", host=host)
    ArticlePage.objects.filter(pk__in=(page.pk, draft.pk)).update(summary=f"电话 {NUMBER}")
    Event.objects.filter(pk=event.pk).update(introduction=f"电话 {NUMBER}")
    Venue.objects.filter(pk=VenueFactory(name="长廊").pk).update(facilities=f"找 {NUMBER}")
    found = list(texts_amiss(InspectionSetting()))
    assert told(found) == [("number", "夜校"), ("number", "讲座"), ("number", "长廊")]
    assert [each.responsible for each in found] == ["普法办", "区司法局", "普法办"]
    assert all("138****0001" in each.told and NUMBER not in str(each) for each in found)


def test_wrong_words_are_told_with_the_right_ones_as_they_are_read():
    limits = InspectionSetting(wrong_words="普法骨干→法律明白人\n打官司→\n")
    bold = [("paragraph", "<p>普法<b>骨干</b>到场</p>")]
    page = ArticlePageFactory(source="本区", title="夜校", body=bold)
    EventFactory(introduction="教您打官司", title="讲座")
    found = {each.subject: each.told for each in texts_amiss(limits)}
    assert found == {
        "夜校": "有“普法骨干”，应为“法律明白人”。",
        "讲座": "有“打官司”，请改用别的说法。",
    }
    assert list(texts_amiss(InspectionSetting())) == []
    assert page.live


@pytest.mark.parametrize(
    ("words", "is_right"), [("", True), ("错→对", True), ("错→", True), ("错", False), ("→对", False)]
)
def test_corrections_are_a_pair_a_line(words, is_right):
    setting = InspectionSetting(wrong_words=f"甲→乙\n{words}")
    if is_right:
        setting.full_clean()
    else:
        with pytest.raises(Exception, match="第 2 行请写成"):
            setting.full_clean()


def test_public_page_names_its_source():
    factories = (
        (ArticlePageFactory, "source"),
        (CasePageFactory, "source"),
        (NoticePageFactory, "issued_by"),
    )
    for factory, field in factories:
        factory(title=f"没写{factory.__name__}", live=False, **{field: " "})
        factory(title="写了", live=False, **{field: "区司法局"})
    # Past the review, which is not what is looked at here.
    Page.objects.update(live=True)
    for factory, field in factories:
        factory(title="草稿", live=False, **{field: ""})
    assert told(texts_amiss(InspectionSetting())) == [
        ("source", f"没写{name}PageFactory") for name in ("Article", "Case", "Notice")
    ]


def test_pictures_and_files_on_public_pages_are_looked_into():
    silent, described, aside = (LibraryImageFactory(alt_text=words) for words in ("", "小河", ""))
    files = {title: document("花名册", name=f"{title}.docx") for title in ("名单", "没放出来的")}
    for title, each in files.items():
        each.title = title
        each.save()
        ArticlePageFactory(source="本区", body=[("downloads", [each])])
        DocumentText.objects.filter(document=each).update(beside=f"批注 {NUMBER}")
    Page.objects.filter(pk__in=pages_showing(files["没放出来的"])).update(live=False)
    for picture in (silent, described):
        ArticlePageFactory(source="本区", picture=picture)
    ArticlePageFactory(source="本区", picture=aside, live=False)
    assert told(pictures_without_words()) == [("picture", silent.title)]
    assert told(files_with_numbers()) == [("number", "名单")]
    assert NUMBER not in str(list(files_with_numbers()))


def test_footer_lacks_what_is_not_filled_in():
    SiteProfile.objects.update_or_create(
        site=Site.objects.get(), defaults={"organiser": "普法办", "contact": "明理路", "site_code": "1"}
    )
    assert [each.told for each in missing_in_footer()] == [
        "没有填“ICP备案号”。",
        "没有填“公安备案号”。",
    ]


def test_dates_that_cannot_be_true():
    now = timezone.now()
    day = timedelta(days=1)
    tomorrow, backdated, right = (ArticlePageFactory(title=title) for title in ("明天的", "倒着的", "对的"))
    for page, first, last in (
        (tomorrow, now + day, now + day),
        (backdated, now - day, now - 2 * day),
        (right, now - day, now - day),
    ):
        Page.objects.filter(pk=page.pk).update(first_published_at=first, last_published_at=last)
    for days, name in ((1, "还没办的"), (-2, "办过的")):
        ActivityFactory(
            state="published", name=name, starts_at=now + days * day, ends_at=now + (days + 1) * day
        )
    for days, name in ((1, "明天核验"), (0, "今天核验")):
        venue = VenueFactory(name=name)
        Venue.objects.filter(pk=venue.pk).update(checked_on=timezone.localdate() + days * day)
    assert {each.kind for each in false_dates(now)} == {FindingKind.FALSE_DATE}
    assert sorted(each.subject for each in false_dates(now)) == ["倒着的", "明天核验", "明天的", "还没办的"]
