import re
from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import call_command

from search import outbox, status
from search.analysis import lay_questions
from search.analysis.tokens import asked_for, of_document
from search.documents import Document

NUMBER = re.compile(r"[1-9]\d*(-[1-9]\d*)?")


def article(law="甲乙法", number="38", **values):
    return Document(
        key="a", kind="article", title=f"{law}第{number}条", body="拖欠劳动报酬的。", url="/a/", law=law,
        article=number, names=(f"中华人民共和国{law}",), **values,
    )  # fmt: skip


def test_shipped_phrases_are_short_and_each_stands_once_with_a_whole_title_a_number_and_marks():
    rows = list(lay_questions.rows())
    assert len({(row.law, row.article) for row in rows}) > 500
    wrong = [
        (row.law, row.article)
        for row in rows
        if not (row.law.strip() == row.law and NUMBER.fullmatch(row.article) and row.phrases and row.marks)
        or len(set(row.phrases)) < len(row.phrases)
        or max(map(len, row.phrases)) > 40
    ]
    assert wrong == []


def test_article_has_its_phrases_by_any_name_of_its_law_and_nothing_else_has_them(lay):
    lay("中华人民共和国甲乙法,38,老板不发钱|欠薪跑路", "中华人民共和国甲乙法,38-1,别的")
    asked = ("老板不发钱", "欠薪跑路")
    assert lay_questions.phrases_of(article()) == asked
    assert lay_questions.phrases_of(article(law="甲乙法（试行）")) == ()
    assert lay_questions.phrases_of(article(number="39")) == ()
    assert lay_questions.phrases_of(Document("law", "law", "甲乙法", "", "/", law="甲乙法")) == ()


def test_two_files_may_speak_of_one_article(lay):
    lay("中华人民共和国甲乙法,38,老板不发钱", "甲乙法,38,欠薪跑路|老板不发钱")
    assert lay_questions.phrases_of(article()) == ("老板不发钱", "欠薪跑路")


def test_phrases_are_no_part_of_the_text(lay):
    lay("中华人民共和国未收录法,38,跑路")
    before = of_document(article())
    lay("中华人民共和国甲乙法,38,跑路")
    after = of_document(article())
    assert replace(after, cited=before.cited) == before
    assert after.cited == (*before.cited, "甲乙法?38")


def test_what_few_articles_are_asked_with_tells_more(lay):
    lay("甲乙法,1,老板跑路", "甲乙法,2,老板骂人", "甲乙法,3,老板")
    (first, score), *others = asked_for("老板跑路了怎么办")
    assert first == "甲乙法?1"
    assert {article for article, _ in others} <= {"甲乙法?2", "甲乙法?3"}
    assert all(score > other for _, other in others)


def test_what_is_far_behind_the_likeliest_or_shares_one_character_is_no_answer(lay):
    lay("甲乙法,1,老板卷钱跑路", "甲乙法,2,钱不够", "甲乙法,3,路不平")
    assert [article for article, _ in asked_for("老板卷钱跑路")] == ["甲乙法?1"]
    assert asked_for("钱") == asked_for("宪法") == ()


def test_what_is_not_held_pushes_nothing_down(lay):
    lay("甲乙法,1,老板卷钱跑路|老板失联", "丙丁法,2,钱没了")
    assert [article for article, _ in asked_for("老板卷钱跑路")] == ["甲乙法?1"]
    assert [article for article, _ in asked_for("老板卷钱跑路", frozenset({"丙丁法?2"}))] == []
    assert [article for article, _ in asked_for("老板卷钱没了", frozenset({"丙丁法?2"}))] == ["丙丁法?2"]
    assert asked_for("老板卷钱没了", frozenset()) == ()


def test_file_with_other_columns_is_named(lay):
    with pytest.raises(ValueError, match=r"0\.csv"):
        lay("甲乙法,38,跑路", header="law,asked")


def test_edition_is_another_one_with_another_phrase(lay):
    lay("甲乙法,38,跑路")
    first = lay_questions.edition()
    lay("甲乙法,38,跑了")
    assert lay_questions.edition() != first


def test_phrases_rest_where_the_number_has_become_another_article(lay):
    lay("甲乙法,38,老板不发钱,拖欠|劳动报酬|解除")
    assert lay_questions.phrases_of(article()) == ("老板不发钱",)
    lay("甲乙法,38,老板不发钱,拖欠|试用期|解除")
    assert lay_questions.phrases_of(article()) == ()


@pytest.mark.django_db
def test_law_of_which_phrases_rest_is_named(empty_index, lay):
    lay("中华人民共和国甲乙法,38,老板跑路,拖欠", "丙丁法,38,不还钱,借款", "未收录法,1,别的,其他")
    outbox.write([replace(article(law), key=law) for law in ("甲乙法", "丙丁法")])
    assert status.lay() == status.LayStatus(1, ("丙丁法",))


@pytest.mark.django_db
def test_marks_are_noted_once_from_the_text_that_is_held(empty_index, lay):
    lay("甲乙法,38,老板跑路,", "甲乙法,39,别的,原来的")
    outbox.write([article(), replace(article(number="39"), key="b")])
    call_command("search_mark", stdout=StringIO())
    marks = {row.article: row.marks for row in lay_questions.rows()}
    assert marks == {"38": ("劳动报酬", "拖欠"), "39": ("原来的",)}
