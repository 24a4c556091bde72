import json
from collections import Counter

import pytest
from django.core.management import CommandError, call_command

from search.evaluation.judged import (
    ASKED_TRAINING,
    ASKED_UNSEEN,
    BLIND,
    HELD_OUT,
    OWN,
    TUNING,
    KnownNames,
    UnreadableJudgement,
    read_judged,
)
from search.evaluation.runner import ABLATIONS, prepare
from search.service import rebuild
from tests.cms.statutes.factories import ArticleFactory, LawFactory, LawVersionFactory


@pytest.fixture
def article(db, settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    version = LawVersionFactory(law=LawFactory(short_title="公园法"))
    ArticleFactory(version=version, number=12, suffix=1, order=1, label="第十二条之一", text="犬只应当系绳。")
    return ArticleFactory(version=version, number=13, order=2, label="第十三条", text="公园不收门票。")


@pytest.mark.parametrize("path", [TUNING, HELD_OUT], ids=lambda path: path.stem)
def test_own_queries_are_many_and_read(path):
    judged = read_judged(path)
    assert len(judged) >= 75
    assert {one.kind for one in judged} - {"drawn"} == {
        "lay", "word", "citation", "pinyin", "typo", "traditional",
    }  # fmt: skip


def test_no_own_query_stands_in_both_halves():
    assert not {one.query for one in read_judged(TUNING)} & {one.query for one in read_judged(HELD_OUT)}


def test_blind_questions_are_many_and_asked_nowhere_else():
    blind = read_judged(BLIND)
    others = {one.query for path in OWN.glob("*.jsonl") if path != BLIND for one in read_judged(path)}
    assert Counter(one.kind for one in blind) == {"everyday": 124, "lay": 153}
    assert {one.query for one in blind} & others == set()


def test_unseen_questions_share_no_question_and_no_article_with_those_learned_from():
    def said(*paths):
        judged = [one for path in paths for one in read_judged(path)]
        return {one.query for one in judged}, {name for one in judged for name in one.relevant}

    (learned, articles), (unseen, others) = said(ASKED_TRAINING, TUNING), said(ASKED_UNSEEN)
    assert (learned & unseen, articles & others) == (set(), set())
    assert (len(read_judged(ASKED_TRAINING)) >= 200, len(unseen) >= 200) == (True, True)


@pytest.mark.parametrize(
    "line",
    [
        "宪法",
        "[]",
        '{"query": "宪法"}',
        '{"query": 1, "relevant": ["宪法"]}',
        '{"query": "a", "relevant": []}',
    ],
)
def test_line_that_is_no_judgement_is_named(tmp_path, line):
    path = tmp_path / "q.jsonl"
    path.write_text(f'{{"query": "宪法", "relevant": ["宪法"]}}\n\n{line}\n', encoding="utf-8")
    with pytest.raises(UnreadableJudgement, match="第3行无法识别"):
        read_judged(path)


@pytest.mark.parametrize(
    "name",
    [
        "中华人民共和国公园法第十三条", "公园法第十三条", "《中华人民共和国公园法》第十三条",
        "《公园法》第13条", "公园法 第 13 条", "公園法第十三條",
    ],
)  # fmt: skip
def test_article_is_known_by_every_spelling_of_its_name(article, name):
    rebuild()
    assert KnownNames().key(name) == f"statutes.article:{article.pk}"


def test_law_and_inserted_article_are_known_and_others_are_not(article):
    rebuild()
    names = KnownNames()
    assert names.key("公园法") == f"statutes.law:{article.version.law_id}"
    assert names.key("公园法第十二条之一") == names.key("公园法第12条之1") != names.key("公园法第十二条")
    assert [names.key(name) for name in ("公园法第十二条", "灯塔法", "灯塔法第一条", "")] == [None] * 4


def test_query_without_any_answer_in_the_library_is_skipped_and_said(article, tmp_path):
    rebuild()
    path = tmp_path / "q.jsonl"
    path.write_text(
        '{"query": "遛狗", "relevant": ["公园法第十二条之一", "灯塔法第一条"]}\n'
        '{"query": "灯塔", "relevant": ["灯塔法"]}\n',
        encoding="utf-8",
    )
    agenda = prepare(read_judged(path))
    assert ([one.query for one in agenda.judged], agenda.skipped) == (["遛狗"], 1)
    assert agenda.missing == ("灯塔法第一条", "灯塔法")


def test_command_prints_the_figures_of_each_engine(article, tmp_path, capsys):
    rebuild()
    path = tmp_path / "q.jsonl"
    path.write_text('{"query": "门票", "relevant": ["公园法第十三条"]}', encoding="utf-8")
    call_command("search_evaluate", str(path), "--json")
    report = json.loads(capsys.readouterr().out)
    figures = report["engines"]["tantivy"]
    assert (report["queries"], report["skipped"]) == (1, 0)
    assert {name: figures[name] for name in ("recall@5", "recall@10", "recall@100", "mrr@10")} == {
        "recall@5": 1, "recall@10": 1, "recall@100": 1, "mrr@10": 1,
    }  # fmt: skip
    assert 0 < figures["median_ms"] <= figures["p95_ms"]
    assert figures["recall@10_95"] == [1, 1]
    call_command("search_evaluate", str(path), "--ablate")
    lines = capsys.readouterr().out.splitlines()[1:]
    assert [line.split("：")[0] for line in lines] == ["tantivy", *(f"tantivy {name}" for name in ABLATIONS)]
    assert "recall@10 1.0（1.0–1.0）" in lines[0]


def test_command_refuses_what_it_cannot_read(db, tmp_path):
    with pytest.raises(CommandError, match="无法读取"):
        call_command("search_evaluate", str(tmp_path / "none.jsonl"))
