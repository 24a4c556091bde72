"""Who may come in where: every address of the URLconf × verb × role. An address without a line here fails."""

import re

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from cms.accounts.enums import Role
from cms.agencies.models import AgencyMember
from cms.duties.models import Goal
from cms.exams.models import PrintedPaper
from cms.places.models import PlaceCoordinator
from sites.public.passing_on import card_address
from tests.clients import Glancing
from tests.cms.accounts.factories import UserFactory
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.campaigns.factories import CasePageFactory
from tests.cms.duties.factories import ActivityFactory, DutyListFactory
from tests.cms.events.factories import EventFactory
from tests.cms.exams.factories import ExamFactory
from tests.cms.guides.factories import GuideFactory
from tests.cms.honours.factories import ApplicationFactory as HonourApplicationFactory
from tests.cms.people.factories import NominationFactory, PersonFactory
from tests.cms.places.factories import CommunityFactory
from tests.cms.reports.factories import ReportFactory
from tests.cms.reviews.factories import ParticipantFactory, RectificationFactory, RoundFactory
from tests.cms.statutes.factories import ArticleFactory
from tests.quality.addresses import addresses
from tests.quality.test_lists_are_flat import ROWS

pytestmark = pytest.mark.django_db

ROLES = {
    "A": Role.ADMINISTRATOR,
    "O": Role.OFFICE,
    "E": Role.EDITOR,
    "R": Role.REVIEWER,
    "G": Role.AGENCY_LOGGER,
    "C": Role.COMMUNITY_COORDINATOR,
    "M": Role.MEMBER,
    "-": None,
}
INSIDE, OUTSIDE = "AOER", "GCM-"
NOBODY = ""

# Tables of the office: who sees, adds, changes, deletes a row. Steps are asked of the action itself.
TABLES = {
    "agency": ("AOER", "AO", "AO", "AO"),
    "agencymember": ("AOER", "AO", "AO", "AO"),
    "agencyname": ("AOER", "AO", "AO", "AO"),
    "appointment": ("AO", NOBODY, "AO", NOBODY),
    "article": ("AOER", NOBODY, NOBODY, NOBODY),
    "attendance": ("AO", NOBODY, NOBODY, "AO"),
    "audience": ("AOER", "AO", "AO", "AO"),
    "audit_trail": ("A", NOBODY, NOBODY, NOBODY),
    "certificate": ("AO", NOBODY, NOBODY, NOBODY),
    "certificatescheme": ("AO", "AO", "AO", "AO"),
    "consent": ("AO", NOBODY, NOBODY, NOBODY),
    "course": ("AO", "AO", "AO", "AO"),
    "duty_items": ("AOER", "AO", "AO", "AO"),
    "duty_lists": ("AOER", "AO", "AO", "AO"),
    "duty_proposals": ("AO", NOBODY, NOBODY, NOBODY),
    "duty_reports": ("AOER", "AO", NOBODY, NOBODY),
    "exam_admissions": ("AO", NOBODY, NOBODY, "AO"),
    "exam_exams": ("AO", "AO", "AO", "AO"),
    "exam_rules": ("AO", "AO", "AO", "AO"),
    "exam_sittings": ("AO", NOBODY, NOBODY, NOBODY),
    "exam_questions": ("AOER", "AOE", "AOE", "AOE"),
    "exam_quizzes": ("AOER", "AOE", "AOE", "AOE"),
    "endingproposal": ("AO", NOBODY, NOBODY, NOBODY),
    "events": ("AOER", "AOE", NOBODY, NOBODY),
    "event_series": ("AOER", NOBODY, NOBODY, NOBODY),
    "guides": ("AOER", "AOE", "AOE", "AOE"),
    "honour_applications": ("AO", NOBODY, NOBODY, NOBODY),
    "honour_cycles": ("AOER", "AO", "AO", "AO"),
    "honour_indicators": ("AOER", "AO", "AO", "AO"),
    "honour_objections": ("AO", NOBODY, NOBODY, NOBODY),
    "honour_titles": ("AOER", "AO", NOBODY, NOBODY),
    "findings": ("AOER", NOBODY, NOBODY, NOBODY),
    "goal": ("AOER", "AO", "AO", "AO"),
    "issuebatch": ("AO", "AO", NOBODY, NOBODY),
    "law": ("AOER", "AO", "AO", NOBODY),
    "letters": ("AOER", NOBODY, NOBODY, NOBODY),
    "lawday": ("AOER", "AO", "AO", "AO"),
    "lawdaydate": ("AOER", "AO", "AO", "AO"),
    "law_impacts": ("AO", NOBODY, NOBODY, NOBODY),
    "lawversion": ("AOER", NOBODY, NOBODY, NOBODY),
    "membership": ("AO", "AO", "AO", "AO"),
    "merge": ("AO", NOBODY, NOBODY, NOBODY),
    "milestone": ("AOER", "AO", "AO", "AO"),
    "nomination": ("AO", NOBODY, NOBODY, NOBODY),
    "objection": ("AO", NOBODY, NOBODY, NOBODY),
    "person": ("AO", "AO", "AO", "AO"),
    "place": ("AOER", "AO", "AO", "AO"),
    "readingkey": ("AO", "AO", "AO", "AO"),
    "placecoordinator": ("AOER", "AO", "AO", "AO"),
    "review_appeals": ("AO", NOBODY, NOBODY, NOBODY),
    "review_assessors": ("AO", "AO", "AO", "AO"),
    "review_bands": ("AOER", "AO", "AO", "AO"),
    "review_groups": ("AOER", "AO", "AO", "AO"),
    "review_indicators": ("AOER", "AO", "AO", "AO"),
    "review_participants": ("AO", "AO", NOBODY, "AO"),
    "review_rectifications": ("AO", NOBODY, NOBODY, NOBODY),
    "review_rounds": ("AOER", "AO", "AO", NOBODY),
    "review_schemes": ("AOER", "AO", "AO", "AO"),
    "review_desk": ("AOR", NOBODY, NOBODY, NOBODY),
    "search_pins": ("AOER", "AO", "AO", "AO"),
    "search_synonyms": ("AOER", "AO", "AO", "AO"),
    "search_unanswered": ("AOER", NOBODY, NOBODY, NOBODY),
    "servicepoint": ("AOER", "AO", "AO", "AO"),
    "servicerecord": ("AO", NOBODY, NOBODY, "AO"),
    "setting": ("AOER", "AO", "AO", "AO"),
    "starlevel": ("AO", "AO", "AO", "AO"),
    "task_runs": ("AO", NOBODY, NOBODY, NOBODY),
    "trainingsession": ("AO", "AO", "AO", "AO"),
    "volunteer_applications": ("AO", NOBODY, NOBODY, NOBODY),
    "service_proofs": ("AO", NOBODY, NOBODY, NOBODY),
    "volunteer_requests": ("AO", NOBODY, NOBODY, NOBODY),
    "volunteer_commendations": ("AO", "AO", "AO", "AO"),
    "volunteer_evaluations": ("AO", "AO", "AO", "AO"),
    "volunteer_profiles": ("AO", "AO", "AO", "AO"),
    "volunteer_report_columns": ("AO", "AO", "AO", "AO"),
    "volunteer_skills": ("AO", "AO", "AO", "AO"),
    "volunteer_teams": ("AO", "AO", "AO", "AO"),
    "adviser": ("AOER", "AO", "AO", NOBODY),
    "agreement": ("AOER", "AO", "AO", NOBODY),
    "dutyday": ("AOER", NOBODY, NOBODY, NOBODY),
    "listingconsent": ("AOER", NOBODY, NOBODY, NOBODY),
    "serviceentry": ("AOER", NOBODY, NOBODY, NOBODY),
    "venue": ("AOER", "AO", "AO", "AO"),
}
VERBS = {"index": 0, "index_results": 0, "inspect": 0, "add": 1, "edit": 2, "delete": 3}
# Pages without a row of their own, or of which each row asks anew: see tests/cms/letters/test_viewsets.
OF_ROWS = {("inspect", "search_unanswered"), ("inspect", "letters")}
# The framework's own pages of a table, and the steps, which ask their actions.
BESIDE = {"history", "history_results", "usage", "step", "reorder", "copy"}


def _refused(response) -> bool:
    """Sent away: to sign in, home, with the reason, or with no answer at all."""
    if response.status_code in (403, 404, 405, 409):
        return True
    target = response.headers.get("Location", "").split("?")[0]
    return response.status_code == 302 and target in ("/signin/", "/office/login/", "/office/", "/portal/")


@pytest.fixture
def client(settings):
    # Who it is stands in the cookie: thousands of questions need not read and write it.
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    return Glancing()


def _enter(client, letter: str):
    client.logout()
    if role := ROLES[letter]:
        user = UserFactory(roles=[role])
        client.force_login(user)
        return user
    return None


def _row(name: str):
    made = ROWS[f"{name}:index"](1)
    if name == "search_pins":
        made = type(made).objects.get(pk=made.pk)
    return made


@pytest.mark.parametrize("name", sorted(TABLES))
def test_table_of_the_office(name, client):
    """Each verb on each page of the table by each role, on a row that is there."""
    row = _row(name)
    found = {verb: "" for verb in VERBS if (verb, name) not in OF_ROWS}
    expected = {verb: TABLES[name][VERBS[verb]] for verb in found}
    posted = dict.fromkeys(("add", "edit", "delete"), "")
    for letter in ROLES:
        _enter(client, letter)
        # Who is let in is decided before a page is drawn; that it can be drawn, one of them shows.
        client.draws = letter == "O"
        for verb in found:
            args = [row.pk] if verb in ("inspect", "edit", "delete") else []
            url = reverse(f"{name}:{verb}", args=args)
            if not _refused(client.get(url)):
                found[verb] += letter
            # Last, a deletion by somebody who may: the row is needed until then.
            if verb in posted and not (verb == "delete" and letter in TABLES[name][3]):
                posted[verb] += "" if _refused(client.post(url, {})) else letter
    assert found == expected
    assert posted == {"add": expected["add"], "edit": expected["edit"], "delete": NOBODY}


@pytest.fixture
def world():
    """One of everything that an address names."""
    agency = AgencyFactory()
    activity = ActivityFactory(host=agency)
    article = ArticleFactory()
    asked = DutyListFactory(year=2031, comments_until=timezone.localdate())
    Goal.objects.create(year=2031, content="目标", lead=agency)
    assessed = RoundFactory(state="self")
    own_part, foreign_part = (
        ParticipantFactory(round=assessed, agency=each) for each in (agency, AgencyFactory())
    )
    scored = RoundFactory(state="scoring", scheme__year=2025)
    return {
        "asked": asked,
        "own_proposal": asked.proposals.create(agency=agency, kind="comment", words="意见"),
        "foreign_proposal": asked.proposals.create(agency=AgencyFactory(), kind="comment", words="意见"),
        "own_report": ReportFactory(agency=agency),
        "foreign_report": ReportFactory(),
        "districts_report": ReportFactory(agency=None),
        "own_part": own_part,
        "foreign_part": foreign_part,
        "own_task": RectificationFactory(participant=own_part),
        "foreign_task": RectificationFactory(participant=foreign_part),
        "counted": assessed.scheme.indicators.get(key="A3"),
        "scored": scored,
        "scored_indicator": scored.scheme.indicators.get(key="A3"),
        "honoured": HonourApplicationFactory(state="district"),
        "honour_noticed": HonourApplicationFactory(
            state="notice", notice_from=timezone.localdate(), notice_until="2030-01-01"
        ),
        "scored_part": ParticipantFactory(round=scored),
        "told": ParticipantFactory(round__state="provisional", round__scheme__year=2024),
        "agency": agency,
        "own": activity,
        "own_event": EventFactory(host=agency),
        "foreign_event": EventFactory(),
        "foreign": ActivityFactory(),
        "published": ActivityFactory(state="published", published_at=timezone.now()),
        "event": EventFactory(takes_registrations=True),
        "article": article,
        "guide": GuideFactory(),
        "printed": PrintedPaper.objects.create(exam=ExamFactory(), number=1),
        "case": CasePageFactory(),
        "noticed": NominationFactory(
            state="notice", notice_from=timezone.localdate(), notice_until="2099-01-01"
        ),
    }


# Addresses of the portal: the agency's own record, and who else is let in.
PORTAL = {
    "portal:home": ("", "GCMAOER"),
    "portal:activities": ("", "GCMAOER"),
    "portal:export": ("csv", "GCMAOER"),
    "portal:new": ("", "G"),
    "portal:co_hosted": ("", "GCMAOER"),
    "portal:co_host_answer": ("own", NOBODY),
    "portal:activity": ("own", "G"),
    "portal:edit": ("own basics", "G"),
    "portal:photo": ("own 1", NOBODY),
    "portal:document": ("own 1", NOBODY),
    "portal:draft": ("asked agency", "G"),
    "portal:reminders": ("", "GCMAOER"),
    "portal:nominations": ("", "CAO"),
    "portal:nomination": ("99", NOBODY),
    "portal:honours": ("", "CAO"),
    "portal:honour": ("99", NOBODY),
    "portal:honour_file": ("1", NOBODY),
    "portal:honour_form": ("99 docx", NOBODY),
    "portal:endings": ("", "CAO"),
    "portal:yearly": ("", "CAO"),
    "portal:coverage": ("", "CAO"),
    "portal:advisers": ("", "CAO"),
    "portal:adviser_entry": ("99", NOBODY),
    "portal:roster_file": ("docx", "CAO"),
    "portal:form_file": ("99 docx", NOBODY),
    "portal:forms": ("", "CAO"),
    "portal:forms_file": ("docx", "CAO"),
    "portal:certificates": ("", "CAO"),
    "portal:certificate_file": ("1", NOBODY),
    "portal:badges": ("", NOBODY),
    "portal:certificates_file": ("", NOBODY),
    "portal:nomination_file": ("1", NOBODY),
    "portal:newcomer": ("", "CAO"),
    "portal:trainings": ("", "GCAO"),
    "portal:door": ("99", NOBODY),
    "portal:door_conflicts": ("99", NOBODY),
    "portal:door_sheet": ("99 pdf", NOBODY),
    "portal:door_worker": ("", "GCMAOER-"),
    "portal:training": ("99", NOBODY),
    "portal:training_calendar": ("99", NOBODY),
    "portal:training_material": ("99 1", NOBODY),
    "portal:self_nomination": ("1", NOBODY),
    "portal:calls": ("", "GCMAOER"),
    "portal:mine": ("", NOBODY),
    "portal:mine_data": ("", NOBODY),
    "portal:mine_certificate": ("1", NOBODY),
    "portal:proof_file": ("1", NOBODY),
    "portal:proof_details": ("1 pdf", NOBODY),
    "portal:city_table": ("xlsx", "AO"),
    "portal:call_new": ("", "GCAO"),
    "portal:call": ("99", NOBODY),
    "portal:places": ("", "GCAO"),
    "portal:events": ("", "GAO"),
    "portal:event": ("own_event", "GAO"),
    "portal:figures": ("", "GCMAOER"),
    "portal:figures_months": ("agency", "G"),
    "portal:report": ("own_report", "G"),
    "portal:report_file": ("own_report docx", "G"),
    "portal:reviews": ("", "GCMAOER"),
    "portal:review": ("own_part", "G"),
    "portal:review_evidence": ("own_part counted", "G"),
    "portal:review_behind": ("own_part", "G"),
    "portal:review_sheet": ("own_part docx", NOBODY),
    "portal:self_file": ("1", NOBODY),
}
PORTAL_POSTS = {
    "portal:submit": "own",
    "portal:withdraw": "own",
    "portal:discard": "own",
    "portal:remove_evidence": "own 1",
    "portal:replace_evidence": "own 1",
    "portal:draft_confirm": "asked agency",
    "portal:proposal_withdraw": "own_proposal",
    "portal:report_draw_up": "agency",
    "portal:report_sign": "own_report",
    "portal:review_appeal": "own_part",
    "portal:remove_self_file": "1",
    "portal:honour_file_remove": "1",
    "portal:rectification": "own_task",
}
# Where anybody may come in, and one signs in, out, sets a password or looks after the own account.
SIGNING_IN = {
    "portal:sign_in", "portal:sign_out", "portal:password", "portal:forgotten", "portal:letter_sent",
    "portal:letter_password", "portal:issuer_there", "portal:issuer_back", "portal:account",
    "portal:leave_others",
}  # fmt: skip
# The own inbox, and the link that stops its letters: no record is named, see tests/cms/inbox.
INBOX = {"portal:reminders_read", "portal:reminders_letters", "portal:reminders_stop"}
# What a device at the door sends, with a key of its own: see tests/sites/portal/test_door.
BY_KEY = {"portal:door_scans"}
# Rows by place, each refused by itself: see tests/sites/portal/test_nominations, test_places, test_training,
# test_events.
# The own page of a member, which names no record, see test_mine.
MEMBERS = {"portal:mine_consent", "portal:mine_correct", "portal:mine_ask", "portal:mine_proof"}
BY_PLACE = {
    "portal:call_answer",
    "portal:honour_begin", "portal:honour_take",
    "portal:nomination_take", "portal:ending_hear", "portal:place_confirm", "portal:training_sign_up",
    "portal:training_withdraw", "portal:training_activity", "portal:event_activity",
    "portal:registration_cancel", "portal:adviser_unplan",
}  # fmt: skip
# Addresses of the public: whether they also take a form.
PUBLIC = {
    "public:search": False,
    "public:search_feed": False,
    "public:size": True,
    "public:site_map": False,
    "public:statements": False,
    "public:sitemap": False,
    "public:sitemap_section": False,
    "public:robots": False,
    "public:health": False,
    "public:picture": False,
    "public:card": False,
    "public:laws": False,
    "public:law": False,
    "public:law_version": False,
    "public:law_changes": False,
    "public:law_changes_between": False,
    "public:law_compare": False,
    "public:law_day": False,
    "public:law_to_article": False,
    "public:law_on": False,
    "public:law_text": False,
    "public:article_on": False,
    "public:article_version": False,
    "public:article_version_paragraph": False,
    "public:article_version_item": False,
    "public:article_paragraph": False,
    "public:article_item": False,
    "public:article": False,
    "public:events": False,
    "public:events_month": False,
    "public:events_week": False,
    "public:events_calendar": False,
    "public:events_feed": False,
    "public:event_calendar": False,
    "public:event_series": False,
    "public:event_series_calendar": False,
    "public:event": False,
    "public:event_register": True,
    "public:event_cancel": True,
    "public:event_look_up": True,
    "public:event_feedback": True,
    "public:places": False,
    "public:audiences": False,
    "public:audience": False,
    "public:guides": False,
    "public:guide": False,
    "public:guide_ask": False,
    "public:guide_visit": True,
    "public:exams": True,
    "public:exam_room": True,
    "public:exam_paper": True,
    "public:exam_result": False,
    "public:quizzes": False,
    "public:quiz": True,
    "public:quiz_answers": False,
    "public:letters": False,
    "public:letters_feed": False,
    "public:letter": False,
    "public:letter_write": True,
    "public:letter_follow_up": True,
    "public:communities": False,
    "public:community": False,
    "public:venue": False,
    "public:service_point": False,
    "public:activities": False,
    "public:activities_feed": False,
    "public:activity": False,
    "public:duty_list": False,
    "public:duty_list_version": False,
    "public:duty_list_file": False,
    "public:duty_list_changes": False,
    "public:certificate": False,
    "public:people": False,
    "public:advisers": False,
    "public:yearly": False,
    "public:people_apply": True,
    "public:people_follow_up": True,
    "public:people_notices": False,
    "public:people_notice": True,
    "public:honours": False,
    "public:honour_notice": True,
    "public:honour_follow_up": True,
    "public:volunteers_apply": True,
    "public:volunteers_follow_up": True,
    "public:reports": False,
    "public:report": False,
    "public:report_file": False,
    "public:review": False,
    "public:review_vote": True,
    "public:review_letter": True,
    "public:review_text": True,
    "public:review_vote_by_letter": True,
    "public:review_panel": True,
    "public:review_panel_file": False,
    "api:search": False,
    "api:suggest": False,
    "api:certificate": False,
    "api:laws": False,
    "api:articles": False,
    "api:venues": False,
    "api:service-points": False,
    "api:events": False,
    "api:activities": False,
    "api:duty-lists": False,
    "api:duty-items": False,
    "api:advisers": False,
    "api:people": False,
    "api:model-communities": False,
    "api:files": False,
    "api:file": False,
    "open_data": False,
    "api_description": False,
}


def _argument(world, word: str):
    return world[word].pk if word in world else int(word) if word.isdigit() else word


def _url(world, name: str, words: str) -> str:
    return reverse(name, args=[_argument(world, word) for word in words.split()])


def _undone(ask, url: str):
    """The answer; whatever asking changed is taken back, so that the next asks the same world."""
    # Who asks so much in a minute would have to wait.
    cache.clear()
    with transaction.atomic():
        answer = ask(url)
        if answer.streaming:
            # Read to its end, or a file would be left open.
            b"".join(answer.streaming_content)
        transaction.set_rollback(True)
    return answer


def test_pages_of_the_portal(client, world):
    found = {name: set() for name in PORTAL}
    for letter in ROLES:
        user = _enter(client, letter)
        if letter == "G":
            AgencyMember.objects.create(user=user, agency=world["agency"])
        if letter == "C":
            PlaceCoordinator.objects.create(user=user, place=CommunityFactory())
        for name, (words, _who) in PORTAL.items():
            if not _refused(_undone(client.get, _url(world, name, words))):
                found[name].add(letter)
    assert found == {name: set(who) for name, (_words, who) in PORTAL.items()}


def test_record_of_another_agency_is_not_there(client, world):
    user = _enter(client, "G")
    AgencyMember.objects.create(user=user, agency=world["agency"])
    addresses_of_records = {name: words for name, (words, _who) in PORTAL.items()} | PORTAL_POSTS
    foreign = {
        name: _url(world, name, words.replace("own", "foreign"))
        for name, words in addresses_of_records.items() if "own" in words
    }  # fmt: skip
    assert len(foreign) > 10
    found = {
        (name, verb.__name__) for name, url in foreign.items() for verb in (client.get, client.post)
        if _undone(verb, url).status_code not in (404, 405)
    }  # fmt: skip
    assert found == set()


def test_only_the_host_moves_its_record(client, world):
    moved = set()
    for letter in ROLES:
        if letter == "G":
            continue
        _enter(client, letter)
        moved |= {
            (name, letter) for name, words in PORTAL_POSTS.items()
            if not _refused(_undone(client.post, _url(world, name, words)))
        }  # fmt: skip
    assert moved == set()


def test_public_address_takes_a_form_only_where_it_says_so(client, world):
    article = world["article"]
    law = article.version.law
    args = {
        "public:sitemap_section": ["laws"],
        "api:file": ["venues.csv"],
        "public:picture": ["no.jpg"],
        "public:card": [card_address("宪法").rpartition("/")[2].removesuffix(".png")],
        "public:law": [law.slug],
        "public:law_version": [law.slug, str(article.version.dated_on)],
        "public:law_changes": [law.slug, str(article.version.dated_on)],
        "public:law_changes_between": [law.slug, "2020-01-01", str(article.version.dated_on)],
        "public:law_compare": [law.slug],
        "public:law_day": [law.slug],
        "public:law_to_article": [law.slug, law.current_version.ref],
        "public:law_on": [law.slug, "2025-01-01"],
        "public:law_text": [law.slug, str(article.version.dated_on), "txt"],
        "public:article_on": [law.slug, "2025-01-01", str(article.number)],
        "public:article_version": [law.slug, str(article.version.dated_on), str(article.number)],
        "public:article_version_paragraph": [law.slug, str(article.version.dated_on), str(article.number), 1],
        "public:article_version_item": [law.slug, str(article.version.dated_on), str(article.number), 1, 1],
        "public:article_paragraph": [law.slug, str(article.number), 1],
        "public:article_item": [law.slug, str(article.number), 1, 1],
        "public:article": [law.slug, str(article.number)],
        "public:event": [world["event"].pk],
        "public:event_calendar": [world["event"].pk],
        "public:events_month": [2026, 12],
        "public:events_week": [2026, 49],
        "public:event_series": [1],
        "public:event_series_calendar": [1],
        "public:event_register": [world["event"].pk],
        "public:event_cancel": [world["event"].pk],
        "public:event_look_up": [world["event"].pk],
        "public:event_feedback": [world["event"].pk],
        "public:people_notice": [world["noticed"].pk],
        "public:honour_notice": [world["honour_noticed"].pk],
        "public:community": ["none"],
        "public:audience": [1],
        "public:guide": ["none"],
        "public:guide_ask": ["none"],
        "public:guide_visit": ["none"],
        "public:quiz": [1],
        "public:quiz_answers": [1],
        "public:letter": [1],
        "public:venue": [1],
        "public:service_point": [1],
        "public:activity": [world["published"].pk],
        "public:duty_list": [2026],
        "public:duty_list_version": [2026, 1],
        "public:duty_list_file": [2026, 1, "pdf"],
        "public:duty_list_changes": [2026, 1],
        "public:report": [1],
        "public:report_file": [1, "docx"],
        "public:review": [2026],
        "public:review_vote": [2026],
        "public:review_letter": [2026],
        "public:review_text": [2026],
        "public:review_vote_by_letter": [2026, "x"],
        "public:review_panel": ["x"],
        "public:review_panel_file": ["x", 1],
    }
    urls = {name: reverse(name, args=args.get(name, [])) for name in PUBLIC}
    answers = {name: _undone(client.get, url).status_code for name, url in urls.items()}
    assert {name: status for name, status in answers.items() if status not in (200, 302, 404, 405)} == {}
    takes = {name: _undone(client.post, url).status_code != 405 for name, url in urls.items()}
    assert takes == PUBLIC
    other = {
        (name, verb) for name, url in urls.items() for verb in ("put", "delete", "patch")
        if getattr(client, verb)(url).status_code != 405
    }  # fmt: skip
    assert other == set()


# Pages of the office that are no table: who opens them.
OFFICE = {
    "campaigns_anonymisation": "AOR",
    "keep_filter": NOBODY,
    "forget_filter": NOBODY,
    "guides:part_new": "AOE",
    "guides:part": "AOE",
    "merge:suggestions": "AO",
    "merge:compare": "AO",
    "honour_applications:assess": "AO",
    "goal:plan": "AOER",
    "goal:plan_paper": "AOER",
    "figures": "AOER",
    "figures_rows": "AOER",
    "figures_workbook": "AOER",
    "figures_year": "AOER",
    "person:find": "AO",
    "place:outlines": "AO",
    "figures_base": "AOER",
    "figures_base_workbook": "AOER",
    "figures_chart": "AOER",
    "duty_reports:sections": "AO",
    "reports_paper": "AOER",
    "review_rounds:score_indicator": "AO",
    "review_rounds:score_agency": "AO",
    "review_rounds:evidence": "AO",
    "review_rounds:sheet": "AO",
    "review_rounds:sheet_file": "AO",
    "review_schemes:try_out": "AO",
    "exam_exams:paper": "AO",
    "exam_exams:key": "AO",
    "intake_batches": "AO",
    "intake_batch": NOBODY,
    "intake_review": NOBODY,
    "intake_row": NOBODY,
    "intake_mapping": NOBODY,
    "intake_undo": NOBODY,
    "intake_returned": NOBODY,
}
# The framework's own parts of the admin. Whoever is outside is outside of all of them.
FRAMEWORK = {
    "", "account", "api", "block-preview", "bulk", "choose-anchor-link", "choose-email-link",
    "choose-external-link", "choose-page", "choose-phone-link", "collections", "dismissibles", "documents",
    "editing-sessions", "embeds", "failwhale", "forms", "groups", "images", "jsi18n", "login", "logout",
    "pages", "password_reset", "redirects", "reports", "settings", "sites", "snippets", "sprite",
    "tag-autocomplete", "test404", "users", "workflows",
}  # fmt: skip
# What the framework shows to everybody: signing in and what that page is made of.
OPEN = {"login", "logout", "password_reset", "jsi18n", "sprite", "test404"}


def _filled(route: str) -> str:
    """A route with something in every place of it."""
    route = re.sub(r"\(\?P<\w+>[^)]*\)", "1", route.replace("^", "").replace("$", "").rstrip("?"))
    return "/" + re.sub(r"<[^>]*>", "1", route)


def _part(route: str) -> str:
    return re.sub(r"[\^$]", "", route).removeprefix("office/").split("/")[0]


OFFICE_ROUTES = sorted(
    route for route, _name in addresses() if re.sub(r"\^", "", route).startswith("office/")
)


def test_every_address_has_its_line():
    named = {name for _route, name in addresses()}
    tables = {f"{table}:{verb}" for table in TABLES for verb in (*VERBS, *BESIDE)}
    unnamed = SIGNING_IN | INBOX | MEMBERS | BY_KEY | BY_PLACE
    # Where the library hangs its addresses: there is nothing.
    root = {"api:api-root"}
    known = root | tables | set(PORTAL) | set(PORTAL_POSTS) | unnamed | set(PUBLIC) | set(OFFICE)
    ours = {
        name for name in named if name.startswith(("portal:", "public:", "api:", *(f"{t}:" for t in TABLES)))
    }
    assert sorted(ours - known) == []
    parts = (
        {_part(route) for route in OFFICE_ROUTES} - set(TABLES) - {"intake", "cases", "figures", "filters"}
    )
    # The last pattern of the admin answers whatever is not there.
    assert sorted(part for part in parts if part not in FRAMEWORK and part != ".*") == []


@pytest.mark.parametrize("letter", list(OUTSIDE))
def test_nobody_from_outside_enters_any_page_of_the_office(letter, client):
    _enter(client, letter)
    entered = []
    for route in OFFICE_ROUTES:
        if _part(route) in OPEN:
            continue
        for verb in (client.get, client.post):
            if not _refused(verb(_filled(route))):
                entered.append(route)
    assert entered == []


def test_pages_of_the_office(client, world):
    args = {
        "campaigns_anonymisation": [world["case"].pk],
        "keep_filter": ["agency"],
        "forget_filter": ["agency", 1],
        "exam_exams:paper": [world["printed"].pk, "A", "docx"],
        "exam_exams:key": [world["printed"].pk, "A", "docx"],
        "intake_batches": [],
        "intake_row": [1, 1],
        "guides:part_new": [world["guide"].pk, "questions"],
        "guides:part": [world["guide"].pk, "questions", "q1"],
        "merge:suggestions": [],
        "merge:compare": [world["noticed"].person_id, PersonFactory().pk],
        "honour_applications:assess": [world["honoured"].pk],
        "goal:plan": [2031],
        "goal:plan_paper": [2031, "docx"],
        "figures": [],
        "figures_rows": [],
        "figures_workbook": [],
        "figures_year": [],
        "person:find": [],
        "place:outlines": [],
        "figures_base": [],
        "figures_base_workbook": [],
        "figures_chart": ["months"],
        "duty_reports:sections": [world["districts_report"].pk],
        "reports_paper": [world["districts_report"].pk, "docx"],
        "review_rounds:score_indicator": [world["scored"].pk, world["scored_indicator"].pk],
        "review_rounds:score_agency": [world["scored"].pk, world["scored_part"].pk],
        "review_rounds:sheet": [world["told"].round_id, world["told"].pk],
        "review_rounds:sheet_file": [world["told"].round_id, world["told"].pk, "docx"],
        "review_schemes:try_out": [world["scored"].scheme_id],
        "review_rounds:evidence": [world["scored"].pk, world["scored_indicator"].pk, world["scored_part"].pk],
    }
    urls = {name: reverse(name, args=args.get(name, [1])) for name in OFFICE}
    found = {name: set() for name in OFFICE}
    for letter in ROLES:
        _enter(client, letter)
        for name, url in urls.items():
            if not _refused(_undone(client.get, url)):
                found[name].add(letter)
    assert found == {name: set(who) for name, who in OFFICE.items()}
