"""What stands in the texts, pictures and files that the public is shown."""

from collections.abc import Iterable, Iterator

from bs4 import BeautifulSoup
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.campaigns.models import ArticlePage, CasePage, NoticePage, SiteProfile
from cms.campaigns.queries.offering import is_public, offered_documents
from cms.core.personal_data import find_personal_numbers, personal_numbers_in, public_passages
from cms.duties.queries import published_activities
from cms.events.models import Event
from cms.inspection.enums import FindingKind
from cms.inspection.models import InspectionSetting
from cms.inspection.queries.found import Found, about
from cms.letters.queries import published_letters
from cms.places.queries.finding import open_points, open_venues
from media.models import LibraryImage

# Where a page says whose words these are.
SOURCES = {ArticlePage: "source", CasePage: "source", NoticePage: "issued_by"}
FOOTER = ("organiser", "contact", "site_code", "icp_number", "police_number")
SHOWN = 20


def public_pages() -> Iterator[Page]:
    """Every page that anybody may read, with the fields of its kind."""
    found = Page.objects.live().public().exclude(depth=1).order_by("path")
    yield from found.select_related("owner").specific().iterator(chunk_size=100)


def public_records() -> Iterator[Model]:
    """Records of the office that have a page of their own."""
    yield from Event.objects.announced().select_related("host")
    yield from published_activities().select_related("host")
    yield from published_letters()
    yield from open_venues()
    yield from open_points()


def texts_amiss(limits: InspectionSetting) -> Iterator[Found]:
    """Personal numbers and wrong words in every public text; sources that pages do not name."""
    corrections = limits.corrections
    for page in public_pages():
        yield from _numbers(page)
        yield from _wrong_words(page, corrections)
        field = SOURCES.get(type(page))
        if field and not getattr(page, field).strip():
            label = page._meta.get_field(field).verbose_name
            yield about(FindingKind.SOURCE, page, _("没有填“%(field)s”。") % {"field": label})
    for record in public_records():
        yield from _numbers(record)
        yield from _wrong_words(record, corrections)


def files_with_numbers() -> Iterator[Found]:
    """In the words of PDF, Word and Excel files that a public page offers, as they were read."""
    for document in offered_documents().select_related("extracted", "uploaded_by_user"):
        read = getattr(document, "extracted", None)
        numbers = find_personal_numbers(f"{read.text}\n{read.beside}") if read else []
        if numbers:
            shown = "、".join(f"{each.kind} {each.masked}" for each in numbers[:SHOWN])
            yield about(FindingKind.NUMBER, document, _("文件里有%(numbers)s。") % {"numbers": shown})


def pictures_without_words() -> Iterator[Found]:
    """Of the pictures on public pages those that say nothing to whoever does not see them."""
    for image in LibraryImage.objects.filter(alt_text="").select_related("uploaded_by_user", "collection"):
        if is_public(image):
            yield about(FindingKind.PICTURE, image, _("没有填替代文字，看不见图片的人不知道画的是什么。"))


def missing_in_footer() -> Iterator[Found]:
    for profile in SiteProfile.objects.select_related("site"):
        for name in FOOTER:
            if not getattr(profile, name).strip():
                label = profile._meta.get_field(name).verbose_name
                yield about(FindingKind.FOOTER, profile, _("没有填“%(field)s”。") % {"field": label}, name)


def _numbers(record: Model) -> Iterator[Found]:
    for field, told in personal_numbers_in(record).items():
        yield about(FindingKind.NUMBER, record, " ".join(told), field)


def _wrong_words(record: Model, corrections: dict[str, str]) -> Iterator[Found]:
    if not corrections:
        return
    words = _words(record)
    for wrong, right in corrections.items():
        if wrong in words:
            told = _("有“%(wrong)s”，应为“%(right)s”。") if right else _("有“%(wrong)s”，请改用别的说法。")
            yield about(FindingKind.WORD, record, told % {"wrong": wrong, "right": right}, wrong)


def _words(record: Model) -> str:
    """Its public texts as they are read; tags do not part a word."""
    passages: Iterable[str] = (passage.text for passage in public_passages(record))
    return "\n".join(_as_read(text) for text in passages)


def _as_read(text: str) -> str:
    return BeautifulSoup(text, "html.parser").get_text() if "<" in text else text
