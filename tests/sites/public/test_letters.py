"""Writing, following up, reading what was answered for all; machines are kept out without a puzzle."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from cms.accounts.enums import Role
from cms.letters.models import Letter
from cms.letters.services import answer_letter, publish_letter
from sites.public.views.letters import LATEST, SOONEST, STAMP
from tests.cms.accounts.factories import UserFactory
from tests.cms.letters.factories import LetterFactory
from tests.cms.steps import take

pytestmark = pytest.mark.django_db
WRITE, FOLLOW_UP = "/letters/new/", "/letters/follow-up/"
WORDS = {"kind": "question", "words": "楼上漏水，该找谁？", "name": "林女士", "phone": "13800000001"}


@pytest.fixture(autouse=True)
def clock(monkeypatch) -> list[float]:
    """Seconds since 1970, at the beginning of a minute in which nobody has asked yet."""
    held = [1_800_000_000.0]
    monkeypatch.setattr(signing.time, "time", lambda: held[0])
    cache.clear()
    return held


@pytest.fixture
def stamped(clock):
    """The form as it is posted so many seconds after it was shown."""

    def after(seconds: int, **values) -> dict:
        stamp = signing.dumps("", salt=STAMP)
        clock[0] += seconds
        return {**WORDS, "stamp": stamp, **values}

    return after


def code_in(page: str) -> str:
    return re.search(r"<strong>([A-Z0-9]{12})</strong>", page)[1]


def test_letter_is_sent_and_followed_up_without_an_account(client, stamped):
    page = client.post(WRITE, stamped(SOONEST + 1), follow=True).content.decode()
    code = code_in(page)
    assert code not in client.get(FOLLOW_UP).content.decode()
    held = Letter.objects.get()
    assert (held.words, held.name, held.phone) == (WORDS["words"], WORDS["name"], WORDS["phone"])
    found = client.post(FOLLOW_UP, {"code": code}).content.decode()
    assert "待分办，最晚" in found
    assert "13800000001" not in found
    answer_letter(held, answer="先找物业，再找居委会调解。", actor=UserFactory(roles=[Role.OFFICE]))
    assert "先找物业" in client.post(FOLLOW_UP, {"code": code.lower()}).content.decode()


@pytest.mark.parametrize(("days", "told"), [(0, "待分办，最晚"), (-1, "前答复，已经逾期")])
def test_who_waits_in_vain_is_told_so_and_whom_to_call(days, told, client, stamped):
    code = code_in(client.post(WRITE, stamped(SOONEST + 1), follow=True).content.decode())
    Letter.objects.update(due_on=timezone.localdate() + timedelta(days=days))
    assert told in client.post(FOLLOW_UP, {"code": code}).content.decode()


def test_number_that_stands_for_nothing_is_told(client):
    response = client.post(FOLLOW_UP, {"code": "AAAABBBBCCCC"})
    assert (response.status_code, "没有找到这个查询号" in response.content.decode()) == (422, True)


def test_guesses_are_made_to_wait(client):
    codes = [client.post(FOLLOW_UP, {"code": f"AAAABBBBCC{n:02d}"}).status_code for n in range(7)]
    assert codes == [422, 422, 422, 422, 422, 429, 429]


@pytest.mark.parametrize(
    ("seconds", "values", "told"),
    [
        (SOONEST - 1, {}, "提交得太快了"),
        (LATEST + 1, {}, "开得太久了"),
        (SOONEST + 1, {"stamp": ""}, "开得太久了"),
        (SOONEST + 1, {"stamp": "x:y:z"}, "开得太久了"),
        (SOONEST + 1, {"website": "https://example.org"}, "隐藏的一栏不要填"),
        (SOONEST + 1, {"words": "身份证 310101199001011237"}, "请不要在来信里写"),
        (SOONEST + 1, {"words": ""}, "请写下您想说的事"),
        (SOONEST + 1, {"kind": "advertisement"}, ""),
    ],
)
def test_machine_and_mistake_are_told_and_nothing_is_kept(seconds, values, told, client, stamped):
    response = client.post(WRITE, stamped(seconds, **values))
    page = response.content.decode()
    assert (response.status_code, Letter.objects.count()) == (422, 0)
    assert told in page
    # What was written is not lost.
    assert values.get("words", WORDS["words"]) in page


def test_who_mends_a_mistake_at_once_is_not_too_fast(client, stamped):
    values = stamped(SOONEST + 1, words="")
    page = client.post(WRITE, values).content.decode()
    stamp = re.search(r'name="stamp" value="([^"]+)"', page)[1]
    response = client.post(WRITE, {**WORDS, "stamp": stamp})
    assert (response.status_code, Letter.objects.count()) == (302, 1)


def test_letters_one_after_the_other_are_made_to_wait(client, stamped):
    statuses = [client.post(WRITE, stamped(SOONEST + 1)).status_code for _each in range(6)]
    assert statuses == [302, 302, 302, 302, 302, 429]


def test_form_sent_twice_makes_one_letter(client, stamped):
    values = stamped(SOONEST + 1, form_token="t" * 32)
    for _each in range(2):
        client.post(WRITE, values)
    assert Letter.objects.count() == 1


def test_error_is_reported_from_the_very_page(client):
    footer = client.get("/events/").content.decode()
    assert "/letters/new/?kind=correction&amp;page=/events/" in footer
    form = client.get(f"{WRITE}?kind=correction&page=/events/").content.decode()
    assert 'value="correction" selected' in form
    assert 'value="/events/"' in form


def test_answer_for_everybody_has_a_page_and_is_found_and_nothing_else_of_it(client):
    letter = LetterFactory(name="林女士", words="我家在枕河 3 号楼，漏水")
    other = LetterFactory(words="没有公开的一封")
    answered = answer_letter(letter, answer="私下的答复", actor=UserFactory(roles=[Role.OFFICE]))
    words = {"public_title": "漏水找谁", "public_question": "漏水怎么办？", "public_answer": "先找物业。"}
    publish_letter(answered, **words, actor=UserFactory(roles=[Role.OFFICE]))
    pages = [client.get(each).content.decode() for each in ("/letters/", letter.get_absolute_url())]
    assert all(words["public_title"] in page for page in pages)
    assert not any(each in page for page in pages for each in ("林女士", "3 号楼", "私下的答复", other.words))
    assert client.get(other.get_absolute_url()).status_code == 404


def test_office_shares_out_and_answers_at_the_desk(client):
    office = UserFactory(roles=[Role.OFFICE])
    letter = LetterFactory(phone="13800000001")
    client.force_login(office)
    assert "等着答复的来信（1 封）" in client.get(reverse("wagtailadmin_home")).content.decode()
    take(client, "letters", "share", letter, handler=office.pk, is_simple="on")
    letter.refresh_from_db()
    take(client, "letters", "answer", letter, answer="先找物业。")
    letter.refresh_from_db()
    assert (letter.state, letter.handler) == ("answered", office)
    page = client.get(reverse("letters:inspect", args=[letter.pk])).content.decode()
    assert "13800000001" not in page


def test_feed_tells_the_public_words_of_what_was_answered_for_everybody(client):
    shown = LetterFactory(
        state="published",
        words="我家在枕河 3 号楼",
        public_title="漏水找谁",
        public_question="漏水怎么办？",
        public_answer="先找物业。",
        published_at=timezone.now(),
    )
    LetterFactory(state="answered", public_title="撤回的一封", public_question="撤回", public_answer="撤回")
    response = client.get("/letters/feed/")
    feed = response.content.decode()
    assert response["Content-Type"].startswith("application/atom+xml")
    assert [each in feed for each in ("漏水找谁", "先找物业。", shown.get_absolute_url())] == [True] * 3
    assert [each in feed for each in ("3 号楼", "撤回")] == [False] * 2
