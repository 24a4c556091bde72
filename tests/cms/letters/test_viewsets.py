"""The desk of letters: the office sees all, a reviewer those that were given to them."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from cms.accounts.enums import Role
from cms.letters.services import answer_letter, share_out
from tests.cms.accounts.factories import UserFactory
from tests.cms.letters.factories import LetterFactory
from tests.cms.steps import take

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer(client):
    user = UserFactory(roles=[Role.REVIEWER])
    client.force_login(user)
    return user


def test_reviewer_sees_and_answers_only_what_was_given_to_them(client, reviewer):
    own, other = LetterFactory(handler=reviewer, state="assigned"), LetterFactory(words="另一封")
    pages = [client.get(reverse("letters:inspect", args=[each.pk])).status_code for each in (own, other)]
    assert pages == [200, 302]
    listed = client.get(reverse("letters:index")).content.decode()
    links = [reverse("letters:inspect", args=[each.pk]) in listed for each in (own, other)]
    assert links == [True, False]
    take(client, "letters", "answer", other, answer="不该由我答")
    other.refresh_from_db()
    assert other.answer == ""


def test_what_waits_stands_before_what_is_finished(client):
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    finished = LetterFactory(due_on="2026-01-05", state="answered")
    waiting = LetterFactory(due_on="2026-03-05"), LetterFactory(due_on="2026-02-05")
    rows = client.get(reverse("letters:index")).context["object_list"]
    assert list(rows) == [waiting[1], waiting[0], finished]


def test_late_letter_is_marked_in_the_list(client):
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    LetterFactory(received_on="2026-01-05", due_on="2026-01-26")
    page = client.get(reverse("letters:index")).content.decode()
    assert '<strong class="desk-late">三个月没有答复</strong>' in page
    styles = re.findall(r'href="/static/([^"?]+\.css)', page)
    assert any(".desk-late {" in Path(finders.find(each)).read_text() for each in styles)


def test_answer_stands_ready_to_be_published_beside_what_was_asked(client):
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    letter = LetterFactory(
        state="answered", words="<b>楼上漏水</b>，电话13812345678", answer="先请物业查看。"
    )
    page = client.get(reverse("letters:step", args=["publish"]), {"pk": letter.pk}).content.decode()
    assert "&lt;b&gt;楼上漏水&lt;/b&gt;" in page
    assert [words in page for words in (letter.answer, "13812345678", "<b>楼上")] == [True, False, False]


def test_who_answered_reads_why_another_makes_it_public(client):
    writer, second = UserFactory(roles=[Role.OFFICE]), UserFactory(roles=[Role.OFFICE])
    letter = share_out(LetterFactory(), handler=writer, is_simple=False, actor=second)
    letter = answer_letter(letter, answer="先请物业查看。", actor=writer)
    why, pages = "公开答复：不能公开自己写的答复，请另一位同事核对后公开。", []
    for user in (writer, second):
        client.force_login(user)
        pages.append(client.get(reverse("letters:inspect", args=[letter.pk])).content.decode())
    assert [(why in page, 'data-step="publish"' in page) for page in pages] == [(True, False), (False, True)]


def test_editor_is_offered_where_all_that_is_shared_out_is_corrections(client):
    office, editor = UserFactory(roles=[Role.OFFICE]), UserFactory(roles=[Role.EDITOR])
    client.force_login(office)
    question, (correction, other) = LetterFactory(), LetterFactory.create_batch(2, kind="correction")
    offered = []
    for letters in ([question], [correction, other], [correction, question]):
        page = client.get(reverse("letters:step", args=["share"]), {"pk": [each.pk for each in letters]})
        offered.append(f'<option value="{editor.pk}" ' in page.content.decode())
    assert offered == [False, True, False]


def test_letter_that_is_open_says_that_no_telephone_was_left(client):
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    said = []
    for letter in (LetterFactory(), LetterFactory(state="answered")):
        page = client.get(reverse("letters:inspect", args=[letter.pk])).content.decode()
        said.append("没有留，或已清除" in page)
    assert said == [False, True]
