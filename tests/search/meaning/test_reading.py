import io
import json
import subprocess
import sys
import time
from functools import partial

import pytest
from django.core.management import CommandError, call_command

from search import outbox, service
from search.documents import Document
from search.engines.base import DATE, Match
from search.meaning import reading, vectors
from search.ranking.order import ranking_for
from search.ranking.weights import Weights
from search.service import SearchRequest, rebuild_index, search

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
    assert reading.begin(ASKED) is None
    assert answered() == ["repeats", "answers"]


def test_meaning_puts_the_answer_first_grouped_or_not(documents, reranker, monkeypatch):
    monkeypatch.setattr(
        service, "ranking_for", partial(ranking_for, patience=30, weights=Weights(meaning=0.6, learned=False))
    )
    vectors.learn()
    assert (answered(), answered(grouped=True)) == (["answers", "repeats"],) * 2
    assert (answered(page_size=1), answered(page_size=1, page=2)) == (["answers"], ["repeats"])


def test_order_by_date_is_left_alone(documents, reranker, monkeypatch):
    monkeypatch.setattr(service, "ranking_for", None)
    assert sorted(answered(order=DATE)) == ["answers", "repeats"]


def test_slow_model_is_not_waited_for_and_then_left_in_peace(documents, reranker, monkeypatch):
    vectors.learn()
    monkeypatch.setattr(reading.model, "is_loaded", lambda: True)
    monkeypatch.setattr(reading, "_read", lambda text, meant: time.sleep(1))
    hurried = ranking_for("另一个问题", patience=0.05)
    assert (hurried.near(), hurried.order([Match("repeats", 2.0), Match("answers", 1.0)])) == ((), [0, 1])
    assert reading.begin(ASKED) is None
    assert answered() == ["repeats", "answers"]


@pytest.mark.parametrize("file", ["missing.jar", "damaged.jar"])
def test_unusable_model_never_keeps_anyone_from_searching(documents, settings, tmp_path, file, monkeypatch):
    monkeypatch.setattr(reading, "_resting_until", 0.0)
    (tmp_path / "damaged.jar").write_bytes(b"PK\x03\x04 cut off")
    settings.SEARCH_RERANKER = str(tmp_path / file)
    assert answered() == ["repeats", "answers"]


def test_half_a_character_is_read_as_well(reranker):
    assert reading.begin("工资\ud83d", patience=30).meaning().vector.shape == (512,)


def test_model_reads_what_the_question_may_mean_as_well(reranker):
    plain, both, meant = (
        reading.begin(*wordings, patience=30).meaning().vector
        for wordings in (("N+1赔偿",), ("N+1赔偿", "N+1赔偿 经济补偿"), ("N+1赔偿 经济补偿",))
    )
    assert plain @ meant < both @ meant < 1
    assert both @ both == pytest.approx(1, abs=1e-5)


def test_the_first_question_of_a_process_waits_for_the_model_to_load(reranker, monkeypatch):
    monkeypatch.setattr(reading.model, "is_loaded", lambda: False)
    assert reading.begin(ASKED).patience == reading.LOADING_PATIENCE
    monkeypatch.setattr(reading.model, "is_loaded", lambda: True)
    assert reading.begin(ASKED).patience == reading.PATIENCE


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
