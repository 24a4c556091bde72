"""What was written is carried on where its writer was signed out or the page grew too old."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from cms.duties.models import ActivityRecord
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.duties.factories import ActivityFactory, logger_of
from tests.cms.duties.test_evidence import photo
from tests.cms.events.factories import EventFactory

pytestmark = pytest.mark.django_db
SUMMARY = "第一行\n第二行 <b>“引号”</b> & 'x'"
CARRIED = re.compile(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', re.DOTALL)


@pytest.fixture
def writer():
    return logger_of(AgencyFactory())


@pytest.fixture
def activity(writer):
    return ActivityFactory(host=writer.memberships.get().agency, summary="")


@pytest.fixture
def strict():
    """A browser: its forms need the token of its cookie."""
    return Client(enforce_csrf_checks=True)


def address(activity):
    return reverse("portal:edit", args=[activity.pk, "results"])


def carried(answer) -> dict:
    assert answer.status_code == 403
    assert "no-store" in answer["Cache-Control"]
    return {name: unescape(value) for name, value in CARRIED.findall(answer.content.decode())}


def token_of(answer) -> str:
    return re.findall(r'csrfmiddlewaretoken" value="(\w+)"', answer.content.decode())[-1]


def test_page_that_grew_old_is_sent_again_and_then_saved(strict, writer, activity):
    strict.force_login(writer)
    written = {"seen": "1", "onsite": "12", "summary": SUMMARY}
    answer = strict.post(address(activity), {**written, "csrfmiddlewaretoken": "x" * 64})
    assert carried(answer) == written
    assert f'action="{address(activity)}"' in answer.content.decode()
    again = strict.post(address(activity), {**carried(answer), "csrfmiddlewaretoken": token_of(answer)})
    assert again.status_code == 302
    activity.refresh_from_db()
    assert (activity.onsite, activity.summary.replace("\r", "")) == (12, SUMMARY)


def test_who_was_signed_out_signs_in_elsewhere_and_sends_it_again(strict, writer, activity):
    strict.get("/signin/")
    first = strict.post(address(activity), {"seen": "1", "summary": SUMMARY, "stay": "1"})
    assert "登录" in first.content.decode()
    strict.force_login(writer)
    second = strict.post(address(activity), {**carried(first), "csrfmiddlewaretoken": token_of(first)})
    if second.status_code == 403:
        second = strict.post(address(activity), {**carried(second), "csrfmiddlewaretoken": token_of(second)})
    activity.refresh_from_db()
    assert (second.status_code, activity.summary.replace("\r", "")) == (302, SUMMARY)


def test_signed_out_with_a_token_that_holds_keeps_the_text_too(client, activity):
    answer = client.post(address(activity), {"summary": SUMMARY, "items": ["1", "2"]})
    assert carried(answer)["summary"] == SUMMARY
    assert answer.content.decode().count('name="items"') == 2


def test_reading_signed_out_leads_to_the_sign_in(client, activity):
    assert client.get(address(activity)).url == f"/signin/?next={address(activity)}"


@pytest.mark.parametrize("enforce", [True, False])
def test_script_that_saves_is_told_in_words(activity, enforce):
    answer = Client(enforce_csrf_checks=enforce).post(
        address(activity), {"summary": "x"}, headers={"X-Autosave": "1"}
    )
    assert answer.status_code in (401, 403)
    assert "还没有保存" in answer.json()["errors"]["__all__"][0]


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null"])
def test_form_of_another_site_is_not_carried_on(strict, client, writer, activity, origin):
    for browser in (strict, client):
        answer = browser.post(address(activity), {"summary": SUMMARY}, headers={"Origin": origin})
        assert SUMMARY.split("\n")[0] not in answer.content.decode()


def test_passwords_are_never_written_into_the_page(strict):
    answer = strict.post("/signin/", {"username": "li", "password": "geheim-2026"})
    assert (carried(answer), "geheim" in answer.content.decode()) == ({"username": "li"}, False)


def test_photos_have_to_be_chosen_again_and_the_page_says_so(strict, writer, activity):
    strict.force_login(writer)
    answer = strict.post(reverse("portal:edit", args=[activity.pk, "photos"]), {"photos": photo()})
    assert "请重新选择" in answer.content.decode()


def test_registration_of_a_visitor_is_carried_on(strict):
    event = EventFactory(takes_registrations=True)
    person = {"name": "王小明", "phone": "13800000001", "agreed": "on"}
    answer = strict.post(reverse("public:event_register", args=[event.pk]), person)
    assert carried(answer) == person


def test_nothing_is_written_on_the_way(strict, writer):
    strict.force_login(writer)
    strict.post(reverse("portal:new"), {"name": "宪法进社区"})
    assert ActivityRecord.objects.count() == 0


def test_signed_out_of_the_office_keeps_the_text_too(client):
    url = reverse("events:add")
    page = client.post(url, {"introduction": "写了很久的介绍"})
    assert (page.status_code, page.context["fields"], page.context["action"]) == (
        403,
        [("introduction", "写了很久的介绍")],
        url,
    )
    assert page.context["sign_in_url"] == reverse("portal:sign_in")


@pytest.mark.parametrize(
    ("values", "headers"),
    [
        ({}, {}),
        ({"introduction": "介绍"}, {"x-requested-with": "XMLHttpRequest"}),
        ({"introduction": "介绍"}, {"accept": "application/json"}),
        ({"introduction": "介绍"}, {"origin": "https://elsewhere.example"}),
        ({"password": "a-secret-of-mine"}, {}),
    ],
)
def test_signed_out_of_the_office_with_nothing_written_by_hand_leads_to_the_sign_in(client, values, headers):
    url = reverse("events:add")
    answer = client.post(url, values, headers=headers)
    assert answer.status_code in (302, 403)
    assert b"textarea" not in answer.content
