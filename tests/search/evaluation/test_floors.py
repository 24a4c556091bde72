"""The search is at least this good on our own judged queries over real statutes.

The figures may rise with the analysis; whoever lowers one says why.
"""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from cms.statutes.models import Law
from cms.statutes.models.repealed import REPEALED
from cms.statutes.services import _repeals_told
from search.analysis import lay_questions
from search.chinese.citations import canonical_law
from search.chinese.folding import normalise
from search.engines import current_engine
from search.evaluation.judged import (
    ASKED_UNSEEN,
    BLIND,
    EVERYDAY,
    HELD_OUT,
    OWN,
    TUNING,
    KnownNames,
    read_judged,
)
from search.evaluation.runner import evaluate, prepare
from search.models import public_documents
from search.service import SearchRequest, rebuild_index, search
from search.understanding import understand

# Per kind of query: recall@10 and mrr@10 of both halves together.
FLOORS = {
    "lay": (0.75, 0.62),
    # Questions made from articles that were drawn by lot, after the table of plain speech was written.
    "drawn": (0.70, 0.50),
    "word": (0.72, 0.62),
    "citation": (1.0, 1.0),
    "pinyin": (0.95, 0.85),
    "typo": (1.0, 0.95),
    "traditional": (0.95, 0.75),
}
# The half no weight was chosen by.
HELD_OUT_LAY = (0.66, 0.54)
# What is asked most, about articles nothing was learned from.
ASKED = (0.65, 0.47)
# Everyday queries in a few words: the right answer first, and among the first three.
EVERYDAY_FIRST = (0.73, 0.92)
# The same of those that nothing was mended by, and how many of the told ones are found at all.
BLIND_FIRST, BLIND_TOLD = (0.72, 0.86), 0.71
SPELT_RIGHT = frozenset({"lay", "drawn", "word", "asked", "everyday"})
# Of a thousand questions spelt right, so many may be taken for others.
FALSE_REWRITES = 1


@pytest.fixture
def statutes(db, sample_data, settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    out = StringIO()
    call_command("import_statutes", str(sample_data / "statutes"), json=True, stdout=out, stderr=StringIO())
    rebuild_index()
    return json.loads(out.getvalue())


def measured(queries, names: KnownNames) -> dict[str, float]:
    return evaluate(current_engine(), prepare(queries, names).judged).averages


def test_people_find_what_they_mean(statutes, sample_data):
    """One test for all: the collection takes long to read."""
    the_collection_is_read_whole_and_says_what_is_repealed(sample_data / "statutes", statutes)
    citations_and_names_come_first()
    own_queries_are_answered()
    lay_questions_name_articles_that_are_held()


def the_collection_is_read_whole_and_says_what_is_repealed(folder, report):
    files = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert {file["path"] for file in report["files"]} == files
    assert [file["path"] for file in report["files"] if not file["read"] and not file["reason"]] == []
    articles = {law["title"]: law["articles"] for law in report["laws"]}
    assert (articles["中华人民共和国宪法"], articles["中华人民共和国民法典"]) == (143, 1260)
    code = Law.objects.get(title="中华人民共和国民法典").current_version
    assert list(code.articles.values_list("number", flat=True)) == list(range(1, 1261))
    criminal_procedure = Law.objects.get(title="中华人民共和国刑事诉讼法").current_version
    assert criminal_procedure.articles.count() == 308

    told = {title: day for title, day in _repeals_told().items() if title in REPEALED}
    assert told == {title: REPEALED[title] for title in told}
    assert {
        "婚姻法",
        "民法总则",
        "治安管理处罚条例",
        "公司登记管理条例",
        "环境噪声污染防治法",
    } <= told.keys()

    ended = Law.objects.with_text().filter(repealed_on__isnull=False)
    assert dict(ended.values_list("title", "repealed_on")) == {
        "信访条例": date(2022, 5, 1),
        "上海市实施《中华人民共和国食品安全法》办法": date(2017, 3, 20),
    }


def citations_and_names_come_first():
    def top(text, count=1):
        return [hit.title for hit in search(SearchRequest(text)).hits[:count]]

    assert set(top("抛掷物品", 2)) == {
        "中华人民共和国民法典第一千二百五十四条",
        "中华人民共和国刑法第二百九十一条之二",
    }
    for citation in ("劳动合同法第38条", "勞動合同法第38條", "《劳动合同法》第三十八条"):
        assert top(citation) == ["中华人民共和国劳动合同法第三十八条"]
    assert top("民法典1254条") == ["中华人民共和国民法典第一千二百五十四条"]
    assert top("宪法") == ["中华人民共和国宪法"]


def lay_questions_name_articles_that_are_held():
    rows = public_documents().filter(kind="article").values_list("law", "article")
    held = {(canonical_law(normalise(law)), article) for law, article in rows}
    laws = {law for law, _ in held}
    asked = lay_questions.by_article()
    assert [place for place in asked if place[0] in laws and place not in held] == []
    assert len([place for place in asked if place in held]) > 1500


def own_queries_are_answered():
    queries = [*read_judged(TUNING), *read_judged(HELD_OUT)]
    names = KnownNames()
    whole = prepare(queries, names)
    assert whole.missing == ()
    figures = {kind: measured([one for one in queries if one.kind == kind], names) for kind in FLOORS}
    low = {
        kind: (figures[kind]["recall@10"], figures[kind]["mrr@10"])
        for kind, (recall, rank) in FLOORS.items()
        if figures[kind]["recall@10"] < recall or figures[kind]["mrr@10"] < rank
    }
    assert low == {}
    spelt_right = [
        one.query for path in OWN.glob("*.jsonl") for one in read_judged(path) if one.kind in SPELT_RIGHT
    ]
    assert len(spelt_right) > 800
    rewritten = [query for query in spelt_right if understand(query).corrected]
    assert len(rewritten) * 1000 <= FALSE_REWRITES * len(spelt_right), rewritten
    everyday = measured([one for one in read_judged(EVERYDAY) if one.kind == "everyday"], names)
    assert (everyday["first"] >= EVERYDAY_FIRST[0], everyday["first_three"] >= EVERYDAY_FIRST[1]) == (
        True,
        True,
    )
    blind = measured([one for one in read_judged(BLIND) if one.kind == "everyday"], names)
    told = measured([one for one in read_judged(BLIND) if one.kind == "lay"], names)
    assert (
        blind["first"] >= BLIND_FIRST[0],
        blind["first_three"] >= BLIND_FIRST[1],
        told["recall@10"] >= BLIND_TOLD,
    ) == (True, True, True)
    short = [one for one in read_judged(EVERYDAY) if one.kind == "short"]
    assert measured(short, names)["first"] == 1
    unseen = [one for one in read_judged(HELD_OUT) if one.kind == "lay"]
    half = measured(unseen, names)
    asked = measured(read_judged(ASKED_UNSEEN), names)
    assert (asked["recall@10"] >= ASKED[0], asked["mrr@10"] >= ASKED[1]) == (True, True)
    assert (half["recall@10"] >= HELD_OUT_LAY[0], half["mrr@10"] >= HELD_OUT_LAY[1]) == (True, True)
