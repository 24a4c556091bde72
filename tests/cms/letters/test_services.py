"""A letter on its way: received, shared out, answered, made public by another, its writer forgotten."""

from datetime import date, timedelta
from urllib.parse import unquote

import pytest
from django.db import connection
from django.utils import timezone

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed, RuleBroken
from cms.core.models import AuditEntry
from cms.core.workdays import add_workdays
from cms.inbox.models import Message
from cms.letters.enums import LetterState
from cms.letters.models import Letter
from cms.letters.queries import letter_by, letters_to_see, published_letters, waiting_letters
from cms.letters.services import (
    FORGOTTEN,
    FORGOTTEN_AFTER,
    answer_letter,
    dismiss_letter,
    forget_past_writers,
    publish_letter,
    receive,
    share_out,
    withdraw_letter,
)
from cms.letters.services.naming import tells_who
from cms.letters.tasks import remind_of_letters
from tests.cms.accounts.factories import UserFactory
from tests.cms.campaigns.factories import ArticlePageFactory
from tests.cms.letters.factories import LetterFactory
from tests.cms.statutes.factories import ArticleFactory

pytestmark = pytest.mark.django_db
PUBLIC = {
    "public_title": "漏水找谁",
    "public_question": "楼上漏水怎么办？",
    "public_answer": "先找物业，再找居委会调解。",
}


@pytest.fixture
def office():
    return UserFactory(roles=[Role.OFFICE])


@pytest.fixture
def reviewer():
    return UserFactory(roles=[Role.REVIEWER])


def test_letter_that_came_earlier_is_counted_from_its_own_day_and_none_comes_tomorrow():
    letter, _code = receive("question", "漏水找谁？", on=date(2026, 3, 2))
    assert (letter.received_on, letter.due_on) == (date(2026, 3, 2), add_workdays(date(2026, 3, 2), 15))
    assert receive("question", "漏水找谁？", on=timezone.localdate())[0].received_on == timezone.localdate()
    with pytest.raises(RuleBroken, match="不能晚于今天"):
        receive("question", "漏水找谁？", on=timezone.localdate() + timedelta(days=1))


@pytest.mark.parametrize(
    "phone",
    [
        "",
        "13800000001",
        "+86 138-0000-0001",
        "１３８００００００１２",
        "6000001",
        "（021）60000012",
        "021-60000012转801",
    ],
)
def test_telephone_that_can_be_called_is_kept(phone):
    assert receive("question", "漏水找谁？", phone=phone)[0].pk


@pytest.mark.parametrize("phone", ["600000", "123", "打微信", "138000000011234"])
def test_telephone_that_cannot_be_called_is_refused(phone):
    with pytest.raises(RuleBroken, match="打不通"):
        receive("question", "漏水找谁？", phone=phone)


def test_follow_up_number_is_told_once_and_known_however_it_is_typed():
    letter, code = receive("question", "漏水找谁？", name="林女士", phone="13800000001")
    assert code not in str(Letter.objects.values())
    for typed in (code, code.lower(), f" {code[:4]}-{code[4:]} "):
        assert letter_by(typed) == letter
    assert (letter_by("A" * 12), letter_by(""), letter_by("；")) == (None, None, None)


def test_writer_stands_encrypted():
    letter, _code = receive("question", "漏水找谁？", name="林女士", phone="13800000001")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, phone FROM letters_letter WHERE id = %s", [letter.pk])
        stored = " ".join(cursor.fetchone())
    assert ("林女士" in stored, "13800000001" in stored) == (False, False)


@pytest.mark.parametrize("words", ["", "　\n", "我的身份证号是 310101199001011237", "回电 13800000001"])
def test_empty_letter_and_one_with_numbers_is_refused(words):
    with pytest.raises(RuleBroken) as refused:
        receive("question", words)
    assert (list(refused.value.message_dict), Letter.objects.count()) == (["words"], 0)


def test_day_of_the_answer_is_counted_in_working_days_from_the_day_it_came(office, reviewer):
    letter, _code = receive("question", "漏水找谁？")
    assert letter.due_on == add_workdays(timezone.localdate(), 15)
    Letter.objects.filter(pk=letter.pk).update(received_on=date(2026, 9, 24))
    letter.refresh_from_db()
    simple = share_out(letter, handler=reviewer, is_simple=True, actor=office)
    # Over the mid-autumn and the national holidays, with the Sunday that is worked.
    assert simple.due_on == add_workdays(date(2026, 9, 24), 5)
    assert share_out(simple, handler=office, is_simple=False, actor=office).due_on == add_workdays(
        date(2026, 9, 24), 15
    )


def test_letter_is_shared_out_by_the_office_to_those_who_may_answer(office, reviewer):
    letter = LetterFactory()
    with pytest.raises(NotAllowed):
        share_out(letter, handler=reviewer, is_simple=False, actor=reviewer)
    editor = UserFactory(roles=[Role.EDITOR])
    with pytest.raises(RuleBroken, match="找错也可以交给编辑"):
        share_out(letter, handler=editor, is_simple=False, actor=office)
    wrong = share_out(LetterFactory(kind="correction"), handler=editor, is_simple=True, actor=office)
    told = Message.objects.get()
    assert (wrong.handler, told.user, told.get_kind_display()) == (editor, editor, "等您处理")


@pytest.mark.parametrize(
    "typed",
    ["{path}", "http://testserver{path}?from=1#here", "{title}", "{bare}"],
    ids=["path", "address", "title", "no slash at the end"],
)
def test_correction_goes_to_the_owner_of_the_page_who_answers_it(typed):
    owner = UserFactory(roles=[Role.EDITOR])
    page = ArticlePageFactory(title="夜校开课了", slug="夜校", owner=owner)
    path = page.get_url()
    typed = typed.format(path=path, bare=unquote(path).rstrip("/"), title=page.title)
    letter, _code = receive("correction", "开课日期不对", page=typed)
    assert (letter.handler, letter.state) == (owner, LetterState.ASSIGNED)
    assert [message.link for message in owner.messages.all()] == [f"/office/letters/inspect/{letter.pk}/"]
    assert answer_letter(letter, answer="已改正。", actor=owner).state == LetterState.ANSWERED
    with pytest.raises(NotAllowed):
        publish_letter(letter, **PUBLIC, actor=UserFactory(roles=[Role.EDITOR]))


@pytest.mark.parametrize(
    ("kind", "page", "owner"),
    [
        ("question", "/夜校/", {"roles": [Role.EDITOR]}),
        ("correction", "/没有这一页/", {"roles": [Role.EDITOR]}),
        ("correction", "", {"roles": [Role.EDITOR]}),
        ("correction", "http://[", {"roles": [Role.EDITOR]}),
        ("correction", "/夜校/", {"roles": [Role.EDITOR], "is_active": False}),
        ("correction", "/夜校/", {"roles": [Role.MEMBER]}),
    ],
    ids=["no correction", "no such page", "no page", "no address", "left", "may not answer"],
)
def test_what_has_no_owner_waits_for_the_office(kind, page, owner):
    ArticlePageFactory(title="夜校开课了", slug="夜校", owner=UserFactory(**owner))
    letter, _code = receive(kind, "开课日期不对", page=page)
    assert (letter.handler, letter.state, Message.objects.count()) == (None, LetterState.RECEIVED, 0)


@pytest.mark.parametrize(
    ("name", "words", "told"),
    [
        ("林女士", "林女士家漏水", True),
        ("林知夏", "林知夏问", True),
        ("林", "树林里漏水", False),
        ("林", "林女士家漏水", True),
        ("林", "林某家漏水", True),
        ("居民", "居民问漏水找谁", False),
        ("一位居民", "一位居民问漏水找谁", False),
        ("", "漏水找谁", False),
        (" ", "漏水 找谁", False),
    ],
)
def test_name_of_the_writer_is_known_in_what_is_made_public(name, words, told):
    assert tells_who(name, words) is told


def test_reviewer_sees_and_answers_what_was_given_to_them(office, reviewer):
    own, other = LetterFactory(), LetterFactory()
    share_out(own, handler=reviewer, is_simple=False, actor=office)
    assert (list(letters_to_see(reviewer)), list(waiting_letters(reviewer))) == ([own], [own])
    assert set(letters_to_see(office)) == {own, other}
    assert list(letters_to_see(UserFactory(roles=[Role.EDITOR]))) == []
    assert answer_letter(own, answer="先找物业。", actor=reviewer).state == LetterState.ANSWERED
    with pytest.raises(NotAllowed, match="由承办人答复"):
        answer_letter(other, answer="先找物业。", actor=reviewer)


def test_answered_letter_is_not_answered_again(office):
    letter = answer_letter(LetterFactory(), answer="先找物业。", actor=office)
    for act in (answer_letter,):
        with pytest.raises(RuleBroken, match="已经办结"):
            act(letter, answer="再来", actor=office)
    with pytest.raises(RuleBroken, match="已经办结"):
        dismiss_letter(letter, reason="广告", actor=office)


def test_what_is_not_answered_says_why(office):
    with pytest.raises(RuleBroken):
        dismiss_letter(LetterFactory(), reason=" ", actor=office)
    letter = dismiss_letter(LetterFactory(), reason="看不出要问什么。", actor=office)
    assert (letter.state, letter.answer) == (LetterState.DISMISSED, "看不出要问什么。")


def test_another_than_who_answered_makes_it_public_in_other_words(office):
    letter = answer_letter(LetterFactory(name="林女士"), answer="先找物业。", actor=office)
    with pytest.raises(NotAllowed, match="不能公开自己写的答复"):
        publish_letter(letter, **PUBLIC, actor=office)
    second = UserFactory(roles=[Role.OFFICE])
    for told, words in (("写信人的称呼", "林女士家漏水"), ("手机号", "请打 13800000001")):
        with pytest.raises(RuleBroken, match=told):
            publish_letter(letter, **{**PUBLIC, "public_question": words}, actor=second)
    assert list(published_letters()) == []
    published = publish_letter(letter, **PUBLIC, actor=second)
    assert list(published_letters()) == [published]
    withdraw_letter(published, reason="写错了", actor=office)
    assert list(published_letters()) == []


def test_unanswered_letter_is_not_made_public(office):
    with pytest.raises(RuleBroken, match="已经答复"):
        publish_letter(LetterFactory(), **PUBLIC, actor=office)


@pytest.mark.parametrize(("days", "late"), [(0, False), (1, True)])
def test_late_from_the_day_after_the_last(days, late):
    letter = LetterFactory()
    assert letter.is_overdue(letter.due_on + timedelta(days=days)) is late


@pytest.mark.parametrize(
    ("received", "before", "third"),
    [
        (date(2026, 7, 5), date(2026, 10, 4), date(2026, 10, 5)),
        # Months that lack the day, and a February, are no longer than they are.
        (date(2026, 1, 31), date(2026, 4, 29), date(2026, 4, 30)),
        (date(2026, 11, 30), date(2027, 2, 27), date(2027, 2, 28)),
    ],
)
def test_three_months_without_an_answer_stand_out(received, before, third):
    letter = LetterFactory(received_on=received)
    assert [letter.is_far_overdue(day) for day in (before, third)] == [False, True]


def test_who_has_it_is_reminded_once_it_is_late_else_the_office(office, reviewer):
    yesterday = timezone.localdate() - timedelta(days=1)
    LetterFactory(due_on=yesterday)
    LetterFactory(due_on=yesterday, handler=reviewer, state=LetterState.ASSIGNED)
    LetterFactory(due_on=timezone.localdate())
    for _again in range(2):
        remind_of_letters.func()
        assert sorted(Message.objects.values_list("user", flat=True)) == sorted([office.pk, reviewer.pk])


@pytest.mark.parametrize(("after", "is_kept"), [(0, True), (1, False)])
def test_writer_and_words_are_forgotten_half_a_year_after_the_answer_and_what_is_public_stays(
    after, is_kept, office
):
    letter = answer_letter(
        LetterFactory(name="林女士", phone="13800000001"), answer="先找物业。", actor=office
    )
    publish_letter(letter, **PUBLIC, actor=UserFactory(roles=[Role.OFFICE]))
    waiting = LetterFactory(name="老王")
    day = timezone.localdate(letter.answered_at) + FORGOTTEN_AFTER + timedelta(days=after)
    assert forget_past_writers(day) == (0 if is_kept else 1)
    assert forget_past_writers(day) == 0
    for each in (letter, waiting):
        each.refresh_from_db()
    assert (letter.name == "林女士", letter.words != FORGOTTEN) == (is_kept, is_kept)
    assert (waiting.name, letter.public_title) == ("老王", PUBLIC["public_title"])


def test_what_was_written_stands_in_the_letter_alone_and_not_in_the_trail_that_lasts(office):
    words, page = "楼上漏水，我住枕河三号楼", "/events/?who=林女士"
    letter, _code = receive("question", words, page=page, name="林女士", phone="13800000001")
    answered = answer_letter(letter, answer="先找物业。", actor=office)
    day = timezone.localdate(answered.answered_at) + FORGOTTEN_AFTER + timedelta(days=1)
    assert forget_past_writers(day) == 1
    letter.refresh_from_db()
    assert (letter.words, letter.page) == (FORGOTTEN, "")
    trail = [str(each) for each in AuditEntry.objects.values_list("action", "detail")]
    told = [
        each for each in trail if any(secret in each for secret in (words, page, letter.code_fingerprint))
    ]
    assert (len(trail), told) == (3, [])


def test_published_answer_is_found_on_the_article_it_cites(client):
    article = ArticleFactory(number=7, version__law__short_title="邻里法")
    slug = article.version.law.slug
    letter = LetterFactory(state="answered", answer="见法条。")
    words = {"public_title": "漏水找谁", "public_question": "楼上漏水怎么办？"}
    answer = "先协商。见《邻里法》第七条、第九条；另见《没有的法》第三条。"
    publish_letter(letter, **words, public_answer=answer, actor=UserFactory(roles=[Role.OFFICE]))
    letter.refresh_from_db()
    assert [str(each) for each in letter.provisions.all()] == ["《邻里法》第七条"]
    for path in ("", "7/"):
        assert "漏水找谁" in client.get(f"/laws/{slug}/{path}").content.decode()
    withdraw_letter(letter, reason="法律改了", actor=UserFactory(roles=[Role.OFFICE]))
    assert "漏水找谁" not in client.get(f"/laws/{slug}/7/").content.decode()
