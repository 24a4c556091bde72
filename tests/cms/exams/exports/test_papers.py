"""A printed exam: two variants ask the same in another order, each with its own key."""

import pytest
from django.urls import reverse

from cms.accounts.enums import Role
from cms.core.papers import Table
from cms.exams.exports.papers import exam_key, exam_paper
from cms.exams.queries.printing import sections_of
from cms.exams.services.exams import draw_paper
from tests.cms.accounts.factories import UserFactory
from tests.cms.exams.factories import ExamFactory, ExamRuleFactory, QuestionFactory, case_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper():
    exam = ExamFactory(title="岗前考试")
    ExamRuleFactory(exam=exam, count=6, points=10)
    ExamRuleFactory(exam=exam, kind="truth", count=1, points=20)
    ExamRuleFactory(exam=exam, kind="case", count=1, points=20)
    for number in range(6):
        QuestionFactory(state="reviewed", options=[f"{number}甲", f"{number}乙", f"{number}丙"], answer="C")
    QuestionFactory(state="reviewed", kind="truth", options=["正确", "错误"], answer="B")
    told = case_of(("multiple", "一", ["子", "丑", "寅"], "AC"), ("truth", "二", ["正确", "错误"], "A"))
    QuestionFactory(**told, state="reviewed", stem="案情")
    return draw_paper(exam, actor=UserFactory(roles=[Role.OFFICE]))


def asked(paper, variant):
    return [each for section in sections_of(paper, variant) for each in section.questions]


def right_words(question):
    return [{part.options["ABC".index(letter)] for letter in part.answer} for part in question.parts]


def test_variants_ask_the_same_in_another_order_and_each_key_is_right(paper):
    first, second = asked(paper, "A"), asked(paper, "B")
    assert [each.number for each in second] == list(range(1, 9))
    assert [each.question for each in first] != [each.question for each in second]
    assert {each.question: right_words(each) for each in first} == {
        each.question: right_words(each) for each in second
    }
    assert {part.answer for each in second[:6] for part in each.parts} != {"C"}
    assert asked(paper, "B") == second


def test_paper_prints_sections_with_points_and_no_keys(paper):
    told = exam_paper(paper, "B")
    words = [block.text for block in told.blocks]
    assert told.subtitles == ("第1份·B卷　满分100分　时间60分钟",)
    assert "单选题（共6题，每题10分，共60分）" in words
    assert "7．" in "".join(words)
    assert not [text for text in words if "答案" in text]


def test_key_names_each_answer_with_its_points(paper):
    [table] = [block for block in exam_key(paper, "A").blocks if isinstance(block, Table)]
    assert table.rows[0][:4] == ("1", "单选题", "C", "10")
    assert table.rows[6][:4] == ("7", "判断题", "错误", "20")
    assert [row[:4] for row in table.rows[7:]] == [
        ("8（1）", "多选题", "AC", "10"),
        ("8（2）", "判断题", "正确", "10"),
    ]


@pytest.mark.parametrize("name", ["paper", "key"])
def test_office_prints_it_as_word_and_pdf(name, client, paper):
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    starts = []
    for kind in ("docx", "pdf"):
        answer = client.get(reverse(f"exam_exams:{name}", args=[paper.pk, "B", kind]))
        starts.append(b"".join(answer.streaming_content)[:2])
    assert starts == [b"PK", b"%P"]
    assert client.get(reverse(f"exam_exams:{name}", args=[paper.pk, "C", "pdf"])).status_code == 404
