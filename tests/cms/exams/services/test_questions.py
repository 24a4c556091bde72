"""A question is written, reviewed by another, revised as a new version, read again when its law changes."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cms.accounts.enums import Role
from cms.core.edges import resting_on
from cms.core.errors import NotAllowed, RuleBroken
from cms.exams.models import Question
from cms.exams.services import questions
from cms.inbox.models import Message
from cms.statutes.models import Law
from tests.cms.accounts.factories import UserFactory
from tests.cms.exams.factories import QuestionFactory, case_of
from tests.cms.statutes.factories import ArticleFactory, LawVersionFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def writer():
    return UserFactory(roles=[Role.OFFICE])


@pytest.fixture
def second():
    return UserFactory(roles=[Role.REVIEWER])


@pytest.fixture
def article():
    return ArticleFactory()


@pytest.fixture
def written(writer, article):
    return questions.write_question(
        kind="single", stem="可以高空抛物吗？", options=["可以", "不可以"], answer="B", subject="民法典",
        difficulty="easy", explanation="不可以。", cases=[], cited=[(article.version.law, article.ref)],
        actor=writer,
    )  # fmt: skip


@pytest.fixture
def reviewed(written, writer, second):
    return questions.approve_question(questions.submit_question(written, actor=writer), actor=second)


def flagged(question):
    question.refresh_from_db()
    return question.reread_since is not None


def test_question_knows_its_article_and_the_text_it_was_read_in(written, article):
    assert [(each.law, each.ref) for each in written.articles.all()] == [(article.version.law, article.ref)]
    assert list(written.versions.all()) == [article.version]


def test_writer_never_reviews_also_not_a_revision_of_the_own_question(reviewed, written, writer, second):
    other = questions.write_question(kind="truth", stem="对吗？", answer="A", subject="宪法", actor=writer)
    questions.submit_question(other, actor=writer)
    with pytest.raises(NotAllowed):
        questions.approve_question(other, actor=writer)
    editor = UserFactory(roles=[Role.EDITOR])
    new = questions.submit_question(questions.revise_question(reviewed, actor=editor), actor=editor)
    with pytest.raises(NotAllowed):
        questions.approve_question(new, actor=writer)


@pytest.mark.parametrize(
    ("role", "writes", "reviews"),
    [
        (Role.OFFICE, True, True),
        (Role.EDITOR, True, False),
        (Role.REVIEWER, False, True),
        (Role.MEMBER, False, False),
        (Role.AGENCY_LOGGER, False, False),
    ],
)
def test_role_writes_or_reviews(role, writes, reviews):
    user = UserFactory(roles=[role])
    waiting = QuestionFactory(state="submitted")
    assert questions.CREATE.who(user) is writes
    assert questions.APPROVE.is_open(user, waiting) is reviews


def test_only_what_is_reviewed_and_up_to_date_may_be_drawn(written, reviewed):
    QuestionFactory()
    QuestionFactory(state="reviewed", reread_since=TODAY)
    QuestionFactory(state="retired")
    assert list(Question.objects.usable()) == [reviewed]


def test_revision_is_a_new_version_and_takes_the_place_once_reviewed(reviewed, writer, second, article):
    new = questions.revise_question(reviewed, actor=writer)
    assert (new.version, new.state, new.stem) == (2, "draft", reviewed.stem)
    assert [each.law for each in new.articles.all()] == [article.version.law]
    assert list(Question.objects.usable()) == [reviewed]
    with pytest.raises(RuleBroken):
        questions.revise_question(reviewed, actor=writer)
    questions.approve_question(questions.submit_question(new, actor=writer), actor=second)
    reviewed.refresh_from_db()
    assert (reviewed.state, reviewed.stem) == ("replaced", "可以高空抛物吗？")
    assert list(Question.objects.usable()) == [new]


@pytest.mark.parametrize("state", ["submitted", "reviewed", "replaced", "retired"])
def test_only_a_draft_is_changed_or_deleted(state, writer):
    question = QuestionFactory(state=state)
    assert not questions.CHANGE.is_open(writer, question)
    assert not questions.DELETE.is_open(writer, question)


def test_sending_back_and_retiring_want_a_reason(reviewed, writer, second):
    with pytest.raises(RuleBroken):
        questions.retire_question(reviewed, reason=" ", actor=second)
    assert questions.retire_question(reviewed, reason="考过太多次", actor=second).state == "retired"
    waiting = QuestionFactory(state="submitted")
    assert questions.send_back_question(waiting, reason="选项有歧义", actor=second).state == "draft"


def test_who_sent_a_question_for_review_reads_what_to_change_each_time_until_it_is_sent_again(
    client, written, writer, second
):
    for reason in ("选项有歧义", "依据不对"):
        questions.submit_question(written, actor=writer)
        questions.send_back_question(written, reason=reason, actor=second)
        message = Message.objects.get(user=writer, read_at=None)
        assert message.text == f"试题“可以高空抛物吗？”已退回：{reason}"
        client.force_login(writer)
        assert f"退回：{reason}" in client.get(message.link).content.decode()
    questions.submit_question(written, actor=writer)
    assert not Message.objects.filter(user=writer, read_at=None).exists()
    assert "退回：" not in client.get(message.link).content.decode()


def test_revised_law_flags_its_questions_until_somebody_has_read_them_again(reviewed, second, article):
    assert questions.flag_changed(TODAY) == 0
    newer = LawVersionFactory(
        law=article.version.law, dated_on=date(2026, 1, 5), effective_on=TODAY + timedelta(days=3)
    )
    assert (questions.flag_changed(TODAY), flagged(reviewed)) == (0, False)
    later = TODAY + timedelta(days=3)
    assert (questions.flag_changed(later), questions.flag_changed(later)) == (1, 0)
    assert flagged(reviewed)
    newer.effective_on = TODAY
    newer.save()
    questions.find_right(reviewed, reason="新法第一条没有变", actor=second)
    assert (flagged(reviewed), list(reviewed.versions.all())) == (False, [newer])
    assert questions.flag_changed(later) == 0


def test_repealed_law_flags_its_questions(reviewed, article):
    law = article.version.law
    law.repealed_on = TODAY
    law.save()
    assert (questions.flag_changed(TODAY - timedelta(days=1)), questions.flag_changed(TODAY)) == (0, 1)


@pytest.mark.parametrize("ended", ["repealed_on", "basis_repealed_on"])
def test_question_is_not_found_right_under_a_law_that_has_ended(ended, reviewed, second, article):
    Law.objects.filter(pk=article.version.law_id).update(**{ended: TODAY})
    questions.flag_changed(TODAY)
    with pytest.raises(RuleBroken, match="所依据的法规已经废止，请修订依据，或者停用这道题。"):
        questions.find_right(reviewed, reason="没有变", actor=second)
    assert flagged(reviewed)
    Law.objects.filter(pk=article.version.law_id).update(**{ended: TODAY + timedelta(days=1)})
    questions.find_right(reviewed, reason="今天还有效", actor=second)
    assert not flagged(reviewed)


def test_imported_text_flags_at_once(reviewed, article, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        LawVersionFactory(law=article.version.law, dated_on=date(2026, 1, 5), effective_on=TODAY)
    assert flagged(reviewed)


def test_question_is_among_what_rests_on_its_law(reviewed, article):
    assert list(resting_on(article.version.law)) == [("试题", reviewed)]


@pytest.mark.parametrize(
    "fields",
    [
        {"answer": ""},
        {"answer": "C"},
        {"kind": "multiple", "answer": "A"},
        {"options": ["同", "同"]},
        {"kind": "case", "cases": []},
        case_of(("single", "问", ["甲", "乙"], "Z")),
        {"stem": "打电话 13800138000 问对吗？"},
    ],
)
def test_question_that_cannot_be_answered_is_not_kept(fields, writer):
    told = {"kind": "single", "stem": "问", "options": ["甲", "乙"], "answer": "A", "subject": "宪法"}
    with pytest.raises(RuleBroken):
        questions.write_question(**(told | fields), actor=writer)


def test_case_is_kept_with_its_questions(writer):
    told = case_of(("single", "问一", ["甲", "乙"], "A"), ("truth", "问二", ["正确", "错误"], "B"))
    case = questions.write_question(**told, stem="甲租房……", subject="民法典", actor=writer)
    assert [(part.kind, part.answer_words) for part in case.parts] == [("single", "A"), ("truth", "错误")]
