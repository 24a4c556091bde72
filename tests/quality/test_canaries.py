"""What is not public comes out nowhere: every address of the URLconf is asked, private fields sing.

An address with a part that is not known here fails: a new list, feed, file or interface is asked too.
"""

import contextlib
import io
import itertools
import re
import zipfile

import pytest
from django.core.cache import cache
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from cms.core.protected import ProtectedTextField
from cms.events.models import Registration
from cms.reviews.enums import RoundState
from cms.reviews.models import Entry, SelfFile
from cms.reviews.services import panels, voting
from sites.api.datasets import DATASETS
from sites.api.tasks import write_open_data
from sites.public.passing_on import title_on
from sites.public.sitemaps import sitemaps_of
from tests.cms.advisers.factories import AgreementFactory
from tests.cms.campaigns.factories import ArticlePageFactory
from tests.cms.duties.factories import ActivityFactory, DutyItemFactory, DutyListFactory, published
from tests.cms.events.factories import EventFactory, SeriesFactory
from tests.cms.exams.factories import ExamFactory, QuestionFactory, QuizFactory
from tests.cms.guides.factories import GuideFactory
from tests.cms.letters.factories import LetterFactory
from tests.cms.people.factories import (
    AppointmentFactory,
    CertificateFactory,
    ConsentFactory,
    NominationFactory,
    ObjectionFactory,
    ServiceRecordFactory,
)
from tests.cms.places.factories import VenueFactory
from tests.cms.reports.factories import ReportFactory
from tests.cms.reviews.factories import (
    AppealFactory,
    AssessorFactory,
    ParticipantFactory,
    RoundFactory,
    indicator,
)
from tests.cms.statutes.factories import ArticleFactory
from tests.cms.training.factories import OpenSessionFactory, SignUpFactory
from tests.cms.volunteering.factories import ApplicationFactory
from tests.quality.addresses import addresses

pytestmark = pytest.mark.django_db
CANARY, NUMBER = "金丝雀", "19955556666"
ROOMS = ("public:", "api:", "open_data", "api_description")
# Who holds a token is asked below; what a card says is read out of its address; pictures, of which each has
# its own address, are asked in `tests/sites/public/test_files.py`.
NOT_ASKED = {"public:review_panel", "public:review_panel_file", "public:review_vote_by_letter", "public:card",
             "public:picture", "public:size"}  # fmt: skip
# Written by programs and read back by them, or by which a row is found.
MACHINES = ("slug", "code", "key", "fingerprint", "ref", "path", "locale", "codename")


def sings(row: models.Model, *, but: tuple[str, ...] = ()) -> models.Model:
    """The row with a canary in every field of words, except those `but` that the public reads."""
    told = {}
    for field in row._meta.concrete_fields:
        is_words = isinstance(field, models.CharField | models.TextField) and not field.choices
        is_free = not any(each in field.name for each in MACHINES)
        if field.name in but or not is_words or not is_free:
            continue
        if isinstance(field, ProtectedTextField) or "phone" in field.name:
            told[field.name] = NUMBER
        elif (field.max_length or 99) >= len(CANARY):
            told[field.name] = f"{CANARY}{row.pk}" if field.unique else CANARY
    for name, words in told.items():
        # What the database does not take in this state cannot come out of it.
        with contextlib.suppress(IntegrityError), transaction.atomic():
            row._meta.get_field(name).model.objects.filter(pk=row.pk).update(**{name: words})
    assert told
    row.refresh_from_db()
    return row


@pytest.fixture
def rows(settings, tmp_path):
    """Rows that are not public, and public ones with fields that are not."""
    settings.PRIVATE_ROOT, settings.SEARCH_INDEX_DIR = tmp_path / "private", tmp_path / "index"
    cache.clear()
    today = timezone.localdate()
    listed = ConsentFactory(person=AppointmentFactory().person).person
    open_event, draft_event = EventFactory(), EventFactory(state="draft", series=SeriesFactory())
    asked = {"public_title": "漏水找谁", "public_question": "漏水？", "public_answer": "先找物业。"}
    held = [
        sings(draft_event), sings(draft_event.series),
        sings(Registration.objects.create(event=open_event, consent_text="—")),
        *(sings(ActivityFactory(state=state)) for state in ("draft", "submitted", "returned", "approved")),
        sings(LetterFactory()),
        sings(LetterFactory(state="published", published_at=timezone.now(), **asked), but=tuple(asked)),
        sings(AppointmentFactory().person), sings(listed, but=("name",)),
        sings(AgreementFactory().adviser), sings(NominationFactory().person), sings(ObjectionFactory()),
        sings(CertificateFactory().appointment.person), sings(ServiceRecordFactory()),
        sings(ApplicationFactory()), sings(SignUpFactory().person), sings(OpenSessionFactory()),
        sings(GuideFactory()), sings(QuizFactory()), sings(QuestionFactory()), sings(ExamFactory()),
        sings(DutyItemFactory(list=DutyListFactory(year=today.year + 1))),
        sings(ReportFactory()), sings(AppealFactory()), sings(ArticlePageFactory(live=False)),
    ]  # fmt: skip
    # So that lists and files are not empty.
    shown = [open_event, VenueFactory(), ActivityFactory(state="published"), ArticleFactory()]
    published(DutyItemFactory(list=DutyListFactory(year=today.year)).list)
    write_open_data.func()
    yield [*held, *shown]
    cache.clear()


def parts(rows) -> dict[str, set]:
    """What may stand in each part of an address."""
    today = timezone.localdate()
    article = next(row for row in rows if hasattr(row, "version") and hasattr(row, "label"))
    slugs = {row.slug for row in rows if getattr(row, "slug", "")} | {article.version.law.slug}
    numbers = {row.pk for row in rows if row.pk}
    return {
        "pk": numbers, "file_pk": numbers, "slug": slugs, "ref": {article.ref}, "paragraph": {1}, "item": {1},
        "day": {today.isoformat()}, "year": {today.year, today.year + 1, 2026}, "month": {today.month, 12},
        "week": {today.isocalendar().week}, "section": set(sitemaps_of(None)),
        "kind": {"json", "txt", "docx", "pdf"},
        "suffix": {"docx", "pdf"}, "code": {row.community.code for row in rows if hasattr(row, "community")},
        "old": {article.version.ref}, "new": {article.version.ref}, "version": {1, article.version.ref},
        "name": {f"{each}.{kind}" for each in DATASETS for kind in ("jsonl", "csv")},
    }  # fmt: skip


def words_of(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return "".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    if content.startswith(b"%PDF"):
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return content.decode("utf-8", "replace")


def test_no_address_of_the_public_tells_what_is_not_public(client, rows):
    known, singing, answered = parts(rows), [], 0
    cards = set()
    for route, name in set(addresses()):
        if not name.startswith(ROOMS) or name in NOT_ASKED:
            continue
        names = re.findall(r"<(?:\w+:)?(\w+)>", route)
        for values in itertools.product(*(known[each] for each in names)):
            told = dict(zip(names, values, strict=True))
            address = "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found, told=told: str(told[found[1]]), route)
            # Whoever looks in a list for how it begins finds nothing either.
            for query in ("",) if names else ("", f"?q={CANARY[:2]}"):
                response = client.get(address + query)
                answered += response.status_code == 200
                words = words_of(response)
                cards |= set(re.findall(r"/cards/([^\s\"]+)\.png", words))
                if CANARY in words or NUMBER in words:
                    singing.append((address + query, words[max(words.find(CANARY), 0) :][:80]))
    assert singing == []
    titles = {title_on(signed) for signed in cards}
    assert len(titles) > 5
    assert [title for title in titles if title is None or CANARY in title or NUMBER in title] == []
    # Most were really shown.
    assert answered > 150


@pytest.mark.parametrize("sees_self", [False, True])
def test_sheet_of_an_assessor_tells_nothing_of_others_and_of_the_own_agency(client, sees_self):
    held = RoundFactory(state=RoundState.SCORING, panel_sees_self=sees_self)
    own, other = ParticipantFactory(round=held), ParticipantFactory(round=held)
    points = indicator(held, "A1")
    sings(AppealFactory(participant=other))
    sings(Entry.objects.create(participant=own, indicator=points))
    sings(Entry.objects.create(participant=other, indicator=points), but=("self_words",))
    SelfFile.objects.create(participant=own, indicator=points, name=CANARY, file="own.pdf")
    sings(AssessorFactory(round=held))
    token = panels.token_of(AssessorFactory(round=held, agency=own.agency))
    sheet = client.get(reverse("public:review_panel", args=[token]))
    assert (sheet.status_code, other.agency.name in words_of(sheet)) == (200, True)
    assert CANARY not in words_of(sheet)
    file = SelfFile.objects.get()
    assert client.get(reverse("public:review_panel_file", args=[token, file.pk])).status_code == 404


def test_ballot_by_letter_tells_only_whom_to_vote_for(client):
    held = RoundFactory(state=RoundState.SCORING)
    named = ParticipantFactory(round=held)
    sings(AppealFactory(participant=named))
    sings(Entry.objects.create(participant=named, indicator=indicator(held, "A1")))
    sings(AssessorFactory(round=held))
    token = voting.token_for(held, voting.mark_of_mailbox(held, "voter@example.org"))
    ballot = words_of(client.get(reverse("public:review_vote_by_letter", args=[held.year, token])))
    assert (named.agency.name in ballot, CANARY in ballot, "voter" in ballot) == (True, False, False)


def test_draft_page_and_its_words_are_nowhere(client, rows):
    page = next(row for row in rows if hasattr(row, "url_path"))
    assert client.get(f"/{page.slug}/").status_code == 404
    assert CANARY not in client.get("/").content.decode()
