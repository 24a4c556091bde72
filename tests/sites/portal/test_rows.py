"""Who reaches which row: every address of the portal that names one."""

import pytest
from django.urls import reverse

from cms.accounts.enums import Role
from cms.core.audit import did
from cms.duties.enums import ActivityState
from cms.duties.services import add_document, add_photo
from sites.portal.urls import urlpatterns
from sites.portal.views.steps import STEPS
from tests.cms.accounts.factories import UserFactory
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.duties.factories import ActivityFactory, logger_of
from tests.cms.duties.test_evidence import paper, photo

pytestmark = pytest.mark.django_db
# Name → method; steps are added below.
ROWS = {
    "activity": "get",
    "submit": "post",
    "withdraw": "post",
    "discard": "post",
    "photo": "get",
    "document": "get",
    "replace_evidence": "post",
    "remove_evidence": "post",
    "edit": "get",
}
# Of those whom the record names as co-hosts, never its host: see test_co_hosting.
OF_CO_HOSTS = {"co_hosted", "co_host_answer"}
# Of the yearly assessment, whose rows are rounds: see test_reviews.
# The own inbox: `tests/cms/inbox`.
# Of the way to an appointment, whose rows are nominations: see test_nominations.
OF_NOMINATIONS = {
    "nominations",
    "nomination",
    "nomination_take",
    "nomination_file",
    "newcomer",
    "self_nomination",
}
# Of model communities, whose rows are applications: see test_honours.
OF_HONOURS = {
    "honours", "honour", "honour_begin", "honour_take", "honour_file", "honour_file_remove",
    "honour_form",
}  # fmt: skip
# Their paper: see test_certificates.
OF_CERTIFICATES = {"certificates_file", "certificates", "certificate_file", "badges"}
# Gaps and papers of the own places: see test_rosters.
OF_ROSTERS = {
    "yearly", "endings", "ending_hear", "coverage", "roster_file", "form_file", "forms", "forms_file",
}  # fmt: skip
# Advisers of the own places: see test_advisers.
OF_ADVISERS = {"advisers", "adviser_entry", "adviser_unplan"}
# Of the places in one's charge: see test_places.
OF_PLACES = {"places", "place_confirm"}
# Events of the own agency: see test_events.
OF_EVENTS = {"events", "event", "event_activity", "registration_cancel"}
# Sessions, and who of the own people signed up: see test_training.
OF_TRAINING = {
    "trainings", "training", "training_sign_up", "training_withdraw", "training_calendar",
    "training_material", "training_activity",
    # See test_door.
    "door", "door_scans", "door_conflicts", "door_sheet", "door_worker",
}  # fmt: skip
# Calls for volunteers: see test_calls.
OF_CALLS = {"calls", "call_new", "call", "call_answer", "city_table"}
# A member's own page: see test_mine.
OF_MEMBERS = {
    "mine", "mine_consent", "mine_correct", "mine_ask", "mine_data", "mine_proof", "mine_certificate",
    "proof_file", "proof_details",
}  # fmt: skip
OF_INBOX = {"reminders", "reminders_read", "reminders_letters", "reminders_stop"}
# Reports and figures: `tests/cms/reports`.
OF_REPORTS = {"figures", "figures_months", "report", "report_draw_up", "report_sign", "report_file"}
# Drafts of the duty list: `tests/cms/duties/test_consulting.py`.
OF_DRAFTS = {"draft", "draft_confirm", "proposal_withdraw"}
OF_REVIEWS = {
    "reviews", "review", "review_evidence", "review_appeal", "review_sheet", "review_behind",
    "rectification", "self_file", "remove_self_file",
}  # fmt: skip
WITHOUT_ROW = {
    "sign_in", "sign_out", "password", "forgotten", "letter_sent", "letter_password",
    "issuer_there", "issuer_back", "account", "leave_others",
    "home", "activities", "export", "new",
}  # fmt: skip


@pytest.fixture
def activity():
    return ActivityFactory()


@pytest.fixture
def logger(activity):
    return logger_of(activity.host)


def _addresses(activity, logger):
    photo_pk = add_photo(activity, photo(), actor=logger).pk
    paper_pk = add_document(activity, paper(), "sign_in", actor=logger).pk
    arguments = {
        "edit": list(STEPS), "photo": [photo_pk], "document": [paper_pk],
        "remove_evidence": [photo_pk, paper_pk], "replace_evidence": [photo_pk, paper_pk],
    }  # fmt: skip
    for name, method in ROWS.items():
        for argument in arguments.get(name, [None]):
            parts = [activity.pk, argument] if argument else [activity.pk]
            yield method, reverse(f"portal:{name}", args=parts)
            if name == "edit":
                yield "post", reverse("portal:edit", args=parts)


def test_every_address_is_accounted_for():
    assert {pattern.name for pattern in urlpatterns} == {
        *ROWS,
        *WITHOUT_ROW,
        *OF_CALLS,
        *OF_MEMBERS,
        *OF_CERTIFICATES,
        *OF_CO_HOSTS,
        *OF_PLACES,
        *OF_DRAFTS,
        *OF_EVENTS,
        *OF_INBOX,
        *OF_HONOURS,
        *OF_NOMINATIONS,
        *OF_REPORTS,
        *OF_REVIEWS,
        *OF_ROSTERS,
        *OF_ADVISERS,
        *OF_TRAINING,
    }


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_a_draft_is_not_found_by_anyone_but_its_host(role, client, activity, logger):
    stranger = logger_of(AgencyFactory()) if role == Role.AGENCY_LOGGER else UserFactory(roles=[role])
    client.force_login(stranger)
    for method, address in _addresses(activity, logger):
        response = getattr(client, method)(address, {"seen": activity.lock_version})
        assert response.status_code == 404, (method, address)
    activity.refresh_from_db()
    assert activity.state == ActivityState.DRAFT
    assert activity.evidence.filter(retired_at=None).count() == 2


def test_nobody_reaches_a_row_without_signing_in(client, activity, logger):
    for method, address in _addresses(activity, logger):
        response = getattr(client, method)(address)
        if method == "post":
            # What was written is kept on a page that says how to sign in.
            assert (response.status_code, "还没有保存" in response.content.decode()) == (403, True), address
            continue
        assert response.status_code == 302, (method, address)
        assert response.url.startswith(reverse("portal:sign_in"))


def test_host_reaches_every_reading_address(client, activity, logger):
    client.force_login(logger)
    for method, address in _addresses(activity, logger):
        if method == "get":
            response = client.get(address)
            assert response.status_code == 200, address
            # Read to its end, a file closes itself.
            assert list(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize(("role", "status"), [(Role.REVIEWER, 200), (Role.OFFICE, 200), (Role.EDITOR, 404)])
def test_photo_of_a_submitted_activity_is_for_reviewers(role, status, client, activity, logger):
    kept = add_photo(activity, photo(), actor=logger)
    activity.state = ActivityState.SUBMITTED
    activity.save()
    client.force_login(UserFactory(roles=[role]))
    response = client.get(reverse("portal:photo", args=[activity.pk, kept.pk]))
    assert response.status_code == status
    if status == 200:
        assert b"".join(response.streaming_content)[:2] == b"\xff\xd8"
        assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
        assert response["Content-Security-Policy"].startswith("default-src 'none'")


def test_document_is_taken_away_by_reviewers_under_its_name_and_on_record(client, activity, logger):
    kept = add_document(activity, paper("签到表 13800138000.pdf"), "sign_in", actor=logger)
    activity.state = ActivityState.SUBMITTED
    activity.save()
    reviewer = UserFactory(roles=[Role.REVIEWER])
    client.force_login(reviewer)
    response = client.get(reverse("portal:document", args=[activity.pk, kept.pk]))
    assert b"".join(response.streaming_content).startswith(b"%PDF-")
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Security-Policy"].startswith("default-src 'none'")
    assert did(reviewer, "duties.evidence.download", to=kept)
    assert client.get(reverse("portal:photo", args=[activity.pk, kept.pk])).status_code == 404


def test_photo_is_not_reached_through_another_activity(client, activity, logger):
    kept = add_photo(activity, photo(), actor=logger)
    own = ActivityFactory()
    client.force_login(logger_of(own.host))
    assert client.get(reverse("portal:photo", args=[own.pk, kept.pk])).status_code == 404


def test_new_record_cannot_be_made_for_another_agency(client, activity, logger):
    other = AgencyFactory()
    client.force_login(logger)
    client.post(reverse("portal:new"), {"name": "冒名的活动", "host": other.pk, "items": []})
    assert not other.activities.exists()


def test_account_without_agency_is_told_so(client):
    client.force_login(UserFactory(roles=[Role.MEMBER]))
    response = client.get(reverse("portal:new"))
    assert response.status_code == 403
    assert "联系普法办" in response.content.decode()
