"""A table of questions goes in as offices keep it, and comes out as one that goes in again."""

import json
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from cms.accounts.enums import Role
from cms.exams.models import Question
from tests.cms.accounts.factories import UserFactory
from tests.cms.exams.factories import QuestionFactory, case_of
from tests.cms.statutes.factories import ArticleFactory, LawFactory, LawVersionFactory

pytestmark = pytest.mark.django_db
HEAD = ["序号", "题型", "题目", "选项", "正确答案", "答案解析", "法律依据", "类别", "难度"]
STANDARD = {
    "题型": "单选题", "题目": "高空抛物由谁担责？", "选项": "A.没有人\nB.抛物的人\nC.物业", "正确答案": "B",
    "类别": "民法典", "难度": "易",
}  # fmt: skip


@pytest.fixture
def civil_code():
    version = LawVersionFactory(law=LawFactory(title="中华人民共和国民法典", short_title="民法典"))
    return ArticleFactory(version=version, number=1254)


@pytest.fixture
def imported(office, office_imports, workbook):
    def do(*rows, head=HEAD, apply=True, title="2026年普法题库"):
        cells = [[({**STANDARD, **row} if head is HEAD else row).get(name) for name in head] for row in rows]
        return office_imports(workbook([title], head, *cells), kind="questions", apply=apply)

    return do


def codes(batch):
    return [row.codes for row in batch.rows.all()]


def done(batch):
    return [batch.counts[what] for what in ("create", "change", "unchanged", "pending")]


def bank():
    return [(each.kind, each.options, each.answer) for each in Question.objects.order_by("pk")]


def test_row_becomes_a_draft_with_its_article(imported, civil_code, office):
    assert done(imported({"法律依据": "《民法典》第一千二百五十四条"})) == [1, 0, 0, 0]
    question = Question.objects.get()
    assert (question.state, question.subject, question.difficulty) == ("draft", "民法典", "easy")
    assert (question.options, question.answer) == (["没有人", "抛物的人", "物业"], "B")
    assert [str(each) for each in question.articles.all()] == ["《民法典》第一千二百五十四条"]
    assert list(question.versions.all()) == [civil_code.version]


def test_previewed_table_writes_nothing(imported):
    imported({}, apply=False)
    assert not Question.objects.exists()


def test_options_and_keys_of_every_kind(imported):
    batch = imported(
        {"题目": "一", "题型": "多选", "选项": "A、甲 B、乙 C、丙", "正确答案": "A、C"},
        {"题目": "二", "题型": "判断题", "选项": None, "正确答案": "√"},
        {"题目": "三", "题型": "判断", "选项": "A.正确 B.错误", "正确答案": "B"},
        {"题目": "四", "题型": None, "选项": "甲；乙", "正确答案": "ab"},
        {"题目": "五", "题型": "单项选择题", "选项": "甲\n乙", "正确答案": "乙"},
    )
    assert codes(batch) == [["value_alias"], [], ["value_alias"], ["kind_assumed"], ["value_alias"]]
    assert bank() == [
        ("multiple", ["甲", "乙", "丙"], "AC"),
        ("truth", ["正确", "错误"], "A"),
        ("truth", ["正确", "错误"], "B"),
        ("multiple", ["甲", "乙"], "AB"),
        ("single", ["甲", "乙"], "B"),
    ]


def test_key_in_the_stem_is_the_key_and_is_shown_to_nobody(imported):
    batch = imported(
        {"题目": "宪法日是几日？（ A ）", "选项": "A.四日 B.二日", "正确答案": None},
        {"题目": "宪法是根本法。（√）", "题型": "判断题", "选项": None, "正确答案": "对"},
    )
    assert codes(batch) == [["answer_in_stem"]] * 2
    found = Question.objects.order_by("pk").values_list("stem", "answer")
    assert list(found) == [("宪法日是几日？（　）", "A"), ("宪法是根本法。（　）", "A")]


def test_options_in_columns_of_their_own(imported):
    head = ["题型", "题干", "A", "B", "选项C", "D", "答案", "科目"]
    row = {"题型": "多选题", "题干": "问", "A": "A.甲", "B": "乙", "选项C": 30, "答案": "BC", "科目": "宪法"}
    assert done(imported(row, head=head)) == [1, 0, 0, 0]
    assert bank() == [("multiple", ["甲", "乙", "30"], "BC")]


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ({"正确答案": None}, "answer_unclear"),
        ({"正确答案": "略"}, "answer_unclear"),
        ({"正确答案": "E"}, "answer_unclear"),
        ({"正确答案": "AB"}, "answer_unclear"),
        ({"题型": "判断题", "正确答案": "也许"}, "answer_unclear"),
        ({"选项": None}, "options_unclear"),
        ({"选项": "A.同 B.同"}, "options_unclear"),
        ({"题目": None}, "stem_missing"),
        ({"法律依据": "民法"}, "article_unknown"),
        ({"题型": "问答题"}, "value_unknown"),
    ],
)
def test_row_that_cannot_be_answered_waits(row, found, imported, civil_code):
    batch = imported(row)
    assert found in codes(batch)[0]
    assert (Question.objects.count(), batch.counts["pending"]) == (0, 1)


def test_same_table_again_changes_nothing_and_a_mended_key_only_that(imported):
    imported({}, {"题目": "二"})
    assert done(imported({}, {"题目": "二"})) == [0, 0, 2, 0]
    assert done(imported({"正确答案": "C"}, {"题目": "二"})) == [0, 1, 1, 0]
    assert [each.answer for each in Question.objects.order_by("pk")] == ["C", "B"]


def test_question_in_use_gets_a_new_version(imported):
    imported({})
    Question.objects.update(state="reviewed")
    assert done(imported({})) == [0, 0, 1, 0]
    assert done(imported({"正确答案": "C"})) == [1, 0, 0, 0]
    old, new = Question.objects.order_by("pk")
    assert (old.state, old.answer) == ("reviewed", "B")
    assert (new.state, new.answer, new.version, new.revises) == ("draft", "C", 2, old)
    Question.objects.filter(pk=new.pk).update(state="submitted")
    assert codes(imported({"正确答案": "A"})) == [["question_busy"]]


def test_stem_alone_does_not_make_two_questions_one(imported):
    assert done(imported({}, {"选项": "A.甲 B.乙"})) == [2, 0, 0, 0]
    assert codes(imported({}, {}))[1] == ["question_repeated"]


CASE_HEAD = ["题型", "案例材料", "题干", "选项", "答案", "科目"]
CASE = (
    {
        "题型": "单选题",
        "案例材料": "甲租房，到期不退押金。",
        "题干": "押金退不退？",
        "选项": "A.退 B.不退",
        "答案": "A",
    },
    {"题型": "判断题", "案例材料": "甲租房，到期不退押金。", "题干": "可以起诉。", "答案": "对"},
)


def test_rows_of_one_case_become_one_question(imported):
    batch = imported(*CASE, head=CASE_HEAD)
    case = Question.objects.get()
    assert (case.kind, case.stem, case.subject) == ("case", "甲租房，到期不退押金。", "综合")
    assert [(part.stem, part.answer) for part in case.parts] == [("押金退不退？", "A"), ("可以起诉。", "A")]
    assert done(batch)[:2] == [1, 0]
    assert done(imported(*CASE, head=CASE_HEAD))[:2] == [0, 0]


def test_case_goes_in_as_a_whole_or_not(imported):
    batch = imported(CASE[0], CASE[1] | {"答案": "也许"}, head=CASE_HEAD)
    assert not Question.objects.exists()
    assert [set(each) - {"subject_missing"} for each in codes(batch)] == [
        {"case_incomplete"},
        {"answer_unclear"},
    ]


def test_bank_comes_out_as_it_goes_in(client, office, office_imports, civil_code):
    QuestionFactory(
        kind="multiple", options=["甲，乙", "丙B、丁", "戊"], answer="AC", explanation="见条文。\n第二行"
    )
    QuestionFactory(kind="truth", options=["正确", "错误"], answer="B", difficulty="hard")
    told = case_of(("multiple", "问一", ["甲", "乙", "丙"], "AB"), ("truth", "问二", ["正确", "错误"], "A"))
    QuestionFactory(**told, stem="甲租房。", explanation="总的解析")
    for question in Question.objects.all():
        question.articles.set([civil_code.version.law.provisions.get_or_create(ref="1254")[0]])
    file = b"".join(client.get(reverse("exam_questions:index") + "?export=xlsx"))
    before = bank()
    batch = office_imports(SimpleUploadedFile("题库.xlsx", file), kind="questions")
    assert (codes(batch), done(batch), bank()) == ([[], [], []], [0, 0, 3, 0], before)


def test_command_previews_and_imports(tmp_path, capsys):
    book = openpyxl.Workbook()
    for row in (HEAD, [1, *list(STANDARD.values())[:4], None, None, "民法典", "易"]):
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    path = tmp_path / "题库.xlsx"
    path.write_bytes(out.getvalue())
    call_command("import_questions", path, "--dry-run", "--json")
    assert (json.loads(capsys.readouterr().out)["create"], Question.objects.count()) == (1, 0)
    call_command("import_questions", path)
    assert Question.objects.count() == 1


@pytest.mark.parametrize(("role", "may"), [(Role.OFFICE, True), (Role.EDITOR, False), (Role.MEMBER, False)])
def test_office_imports(role, may):
    from cms.intake.registry import spec_of

    assert spec_of("questions").may_import(UserFactory(roles=[role])) is may
