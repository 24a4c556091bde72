import io
import json
import subprocess
import sys
import time
from functools import partial

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from search import outbox
from search.documents import Document
from search.engines.base import DATE, Match
from search.engines.scoring import NAMED
from search.meaning import reranking, vectors
from search.service import SearchRequest, rebuild_index, search

scores = st.integers(0, 500_000).map(lambda score: score / 1000)
ASKED = "合同骗钱"
# Words alone prefer the first, which repeats one of them; the second answers.
REPEATS = ("repeats", "合同范本", "合同、合同、合同范本下载。")
ANSWERS = (
    "answers",
    "诈骗罪",
    "以非法占有为目的，在签订、履行合同过程中骗取对方当事人财物，数额较大的，处三年以下有期徒刑或者拘役。",
)


@pytest.fixture
def documents(empty_index, no_plain_speech):
    """Two, and no table of plain speech: it would know the answer too."""
    outbox.write([Document(key, "page", title, body, f"/{key}/") for key, title, body in (REPEATS, ANSWERS)])
    rebuild_index()


def answered(**request) -> list[str]:
    return [hit.key for hit in search(SearchRequest(ASKED, literal=True, **request)).hits]


def test_switched_off_the_order_is_that_of_the_words(documents):
    assert reranking.reorder_for(ASKED) is None
    assert answered() == ["repeats", "answers"]


def test_meaning_puts_the_answer_first_grouped_or_not(documents, reranker, monkeypatch):
    monkeypatch.setattr(reranking, "reorder_for", partial(reranking.reorder_for, patience=30))
    vectors.learn()
    assert (answered(), answered(grouped=True)) == (["answers", "repeats"],) * 2
    assert (answered(page_size=1), answered(page_size=1, page=2)) == (["answers"], ["repeats"])


def test_order_by_date_is_left_alone(documents, reranker, monkeypatch):
    monkeypatch.setattr(reranking, "reorder_for", None)
    assert sorted(answered(order=DATE)) == ["answers", "repeats"]


def test_slow_model_is_not_waited_for_and_then_left_in_peace(documents, reranker, monkeypatch):
    vectors.learn()
    monkeypatch.setattr(reranking, "_read", lambda text: time.sleep(1))
    hurried = reranking.reorder_for("另一个问题", patience=0.05)
    assert hurried([Match("repeats", 2.0), Match("answers", 1.0)]) == [0, 1]
    assert reranking.reorder_for(ASKED) is None
    assert answered() == ["repeats", "answers"]


@pytest.mark.parametrize("file", ["missing.jar", "damaged.jar"])
def test_unusable_model_never_keeps_anyone_from_searching(documents, settings, tmp_path, file, monkeypatch):
    monkeypatch.setattr(reranking, "_resting_until", 0.0)
    (tmp_path / "damaged.jar").write_bytes(b"PK\x03\x04 cut off")
    settings.SEARCH_RERANKER = str(tmp_path / file)
    assert answered() == ["repeats", "answers"]


def test_half_a_character_is_read_as_well(reranker):
    order = reranking.reorder_for("工资\ud83d", patience=30)
    assert order([Match("a", 1.0)]) == [0]
    assert reranking._read("工资\ud83d").shape == (512,)


@pytest.mark.django_db
def test_cited_and_named_stay_before_everything(reranker, monkeypatch):
    monkeypatch.setattr(vectors, "similarities", lambda keys, asked: {"c": 0.1, "d": 0.9})
    order = reranking.reorder_for(ASKED, patience=30)
    matches = [Match("a", 9 * NAMED), Match("b", NAMED), Match("c", 30.0), Match("d", 29.0), Match("e", 1.0)]
    assert order(matches) == [0, 1, 3, 2, 4]


@given(st.lists(scores, max_size=50))
def test_where_no_meaning_is_known_the_words_decide(words):
    found = reranking.blended(words, [None] * len(words))
    places = range(len(words))
    assert sorted(places, key=lambda place: -found[place]) == sorted(places, key=lambda place: -words[place])


@given(st.lists(st.tuples(scores, st.none() | st.floats(-1, 1)), max_size=50))
def test_better_by_both_is_never_worse(pairs):
    found = reranking.blended([words for words, _ in pairs], [meaning for _, meaning in pairs])
    assert len(found) == len(pairs)
    for (words, meaning), score in zip(pairs, found, strict=True):
        for (other_words, other_meaning), other in zip(pairs, found, strict=True):
            if None not in (meaning, other_meaning) and words >= other_words and meaning >= other_meaning:
                assert score >= other


def test_libraries_are_loaded_by_what_needs_them_only():
    """Those of the reranker while it is off; the dictionaries of Chinese before anybody searches."""
    code = (
        "import django, sys; django.setup(); import search.service; "
        "print([n for n in ('numpy', 'onnxruntime', 'tokenizers', 'rjieba', 'pypinyin') if n in sys.modules])"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "sites.settings.test", "PYTHONPATH": "."}
    ran = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert (ran.stdout.strip(), ran.returncode) == ("[]", 0)


def test_state_is_told(documents, reranker, settings, tmp_path):
    assert status()["reranker"] == {
        "model": "bge-small-zh-v1.5-q", "documents": 2, "pending": 2, "trouble": "",
    }  # fmt: skip
    call_command("search_embed", stdout=io.StringIO(), stderr=io.StringIO())
    assert status()["reranker"]["pending"] == 0
    settings.SEARCH_RERANKER = str(tmp_path / "missing.jar")
    assert "无法读取模型文件" in status()["reranker"]["trouble"]
    with pytest.raises(CommandError, match="无法读取模型文件"):
        call_command("search_embed")
    settings.SEARCH_RERANKER = ""
    assert status()["reranker"] is None
    with pytest.raises(CommandError, match="SEARCH_RERANKER"):
        call_command("search_embed")


def status() -> dict:
    out = io.StringIO()
    call_command("search_status", "--json", stdout=out)
    return json.loads(out.getvalue())
