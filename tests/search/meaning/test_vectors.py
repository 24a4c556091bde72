import re
import threading
from contextlib import closing
from pathlib import Path

import numpy
import onnxruntime
import pytest
from django.core.management import call_command
from django.db import connection

from search import outbox, tasks
from search.documents import EDITORIAL, Document
from search.meaning import model, nearest, vectors
from search.meaning.model import UnusableModel
from search.models import DocumentVector, SearchDocument
from search.turns import rebuilding

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_index")]


def page(key, title, **values):
    return Document(key=key, kind="page", title=title, body="", url=f"/{key}/", **values)


def learned() -> list[str]:
    return list(DocumentVector.objects.order_by("document__key").values_list("document__key", flat=True))


def test_every_public_document_is_read_once(reranker):
    outbox.write([page("a", "甲"), page("b", "乙"), page("draft", "草稿", visibility=EDITORIAL)])
    told = []
    assert (vectors.learn(told.append), told, learned()) == (2, [2], ["a", "b"])
    assert vectors.learn() == 0


def test_only_what_changed_is_read_again(reranker):
    outbox.write([page("a", "甲"), page("b", "乙")])
    vectors.learn()
    before = bytes(DocumentVector.objects.get(document__key="a").vector)
    outbox.write([page("a", "民事诉讼"), page("b", "乙")])
    assert (vectors.lacking().get().key, vectors.learn()) == ("a", 1)
    assert bytes(DocumentVector.objects.get(document__key="a").vector) != before


def test_vector_of_what_is_no_longer_public_is_dropped(reranker):
    outbox.write([page("a", "甲"), page("b", "乙"), page("c", "丙")])
    vectors.learn()
    outbox.write([page("b", "乙", visibility=EDITORIAL)])
    outbox.remove_keys(["c"])
    vectors.learn()
    assert learned() == ["a"]


def test_two_processes_do_not_read_the_same(reranker):
    outbox.write([page("a", "甲")])
    taken, over = threading.Event(), threading.Event()

    def other_process():
        # A turn belongs to a connection, so another process is another connection.
        with closing(connection), rebuilding(vectors.TURN):
            taken.set()
            over.wait(60)

    other = threading.Thread(target=other_process)
    other.start()
    try:
        assert taken.wait(60)
        assert vectors.learn() == 0
    finally:
        over.set()
        other.join()
    assert vectors.learn() == 1


def test_without_the_model_nothing_is_lost(settings, tmp_path):
    settings.SEARCH_RERANKER = str(tmp_path / "missing.jar")
    outbox.write([page("a", "甲")])
    with pytest.raises(UnusableModel):
        vectors.learn()
    assert SearchDocument.objects.get().title == "甲"


def test_command_reads_the_whole_site_and_says_how_fast(reranker, monkeypatch, capsys):
    monkeypatch.setattr(vectors, "BATCH", 2)
    outbox.write([page(name, name) for name in "abc"])
    call_command("search_embed")
    told = capsys.readouterr()
    assert re.fullmatch(r"  2/3，每秒 \d+ 条，约还要 \d+ 秒\n  3/3，每秒 \d+ 条，约还要 0 秒\n", told.err)
    assert (told.out, learned()) == ("已读 3 条，尚有 0 条待读。\n", list("abc"))


def test_whole_site_is_read_on_every_core_and_a_question_on_one(package, monkeypatch, settings):
    settings.SEARCH_RERANKER = str(package)
    threads = []
    monkeypatch.setattr(
        onnxruntime,
        "InferenceSession",
        lambda weights, options, **_: threads.append(options.intra_op_num_threads),
    )
    model.for_documents()
    model._loaded.__wrapped__(str(package))
    # None named is all there are.
    assert threads == [0, 1]


def test_a_task_reads_a_portion_and_leaves_the_rest_to_the_next(reranker, monkeypatch):
    monkeypatch.setattr(vectors, "BATCH", 2)
    outbox.write([page(name, name) for name in "abcde"])
    assert (vectors.learn(batches=1), len(learned())) == (2, 2)
    tasks.learn_vectors.enqueue()
    assert learned() == list("abcde")


@pytest.mark.django_db(transaction=True)
def test_new_documents_are_read_in_the_background(reranker):
    outbox.write([page("a", "甲")])
    assert learned() == ["a"]


def test_nearness_is_told_of_what_has_been_read(reranker):
    outbox.write([page("wages", "拖欠劳动报酬"), page("dogs", "养犬登记")])
    vectors.learn()
    outbox.write([page("new", "新的")])
    asked = vectors.for_documents().encode(["老板不发工资"])[0]
    wages, dogs, new, nothing = nearest.similarities(asked, ["wages", "dogs", "new", "nothing"])
    assert (wages > dogs, new, nothing) == (True, None, None)
    assert nearest.nearest(asked, 5) == ("wages",)
    assert nearest.nearest(asked, 0) == ()


class Unread:
    """A model that must not be asked."""

    def encode(self, texts):
        raise AssertionError(texts)


def article(number: str) -> Document:
    return Document(
        key=number,
        kind="article",
        title=f"甲乙法第{number}条",
        body="养犬登记",
        url="/",
        law="甲乙法",
        article=number,
    )


def test_article_is_near_by_what_people_ask_and_a_phrase_is_read_once(reranker, lay):
    lay("中华人民共和国甲乙法,1,老板不给钱|单位欠薪")
    outbox.write([article("1"), article("2")])
    vectors.learn()
    asked = vectors.for_documents().encode(["老板不给钱"])[0]
    assert (nearest.nearest(asked, 5), nearest.nearest(asked, 5, lay=False)) == (("1",), ())
    assert nearest.nearest(asked, 5, hidden=frozenset({"1"})) == ()
    assert nearest.likenesses(asked, ["1", "2", "no"]) == [pytest.approx(1, abs=0.01), None, None]
    assert nearest.wordings(["1", "2", "no"]) == [2, None, None]
    assert nearest.similarities(asked, ["1"])[0] < nearest.NEAR
    nearest.make(Unread())
    assert nearest.nearest(asked, 5) == ("1",)
    lay("中华人民共和国甲乙法,2,老板不给钱|单位欠薪")
    assert not nearest.is_made()
    nearest.make(Unread())
    assert (nearest.is_made(), nearest.nearest(asked, 5)) == (True, ("2",))


def test_one_byte_a_number_tells_as_much_as_four(reranker):
    outbox.write([page("wages", "拖欠劳动报酬"), page("dogs", "养犬登记")])
    vectors.learn()
    read = vectors.for_documents().encode(["老板不发工资", "拖欠劳动报酬 ", "养犬登记 "])
    near = nearest.similarities(read[0], ["wages", "dogs"])
    assert near == pytest.approx((read[1:] @ read[0]).tolist(), abs=0.01)


def test_signs_lead_to_the_nearest_among_many():
    chance = numpy.random.default_rng(16)
    asked, *others = chance.standard_normal((3001, model.DIMENSIONS))
    rows = numpy.array([asked + other * (2 if place % 100 else 1) for place, other in enumerate(others)])
    rows /= numpy.linalg.norm(rows, axis=1, keepdims=True)
    names = [str(place) for place in range(len(rows))]
    numbers, stretched = nearest._narrowed(rows)
    held = nearest.Vectors("", numbers, nearest._signs(numbers), stretched, names, [""] * len(rows))
    near = held.similar(asked, slice(None))
    best = [names[place] for place in numpy.argsort(-near)[:30]]
    assert held.nearest(asked, slice(0, 3000), 30, 0.0) == best
    assert held.nearest(asked, slice(0, 2000), 30, 0.0)[:20] == [name for name in best if int(name) < 2000]
    assert held.nearest(asked, slice(0, 0), 30, 0.0) == []


@pytest.mark.parametrize("spoilt", ["numbers.npy", "signs.npy", "stretched.npy", "keys.txt", "current"])
def test_spoilt_file_is_as_good_as_none_and_is_made_anew(reranker, settings, spoilt, monkeypatch):
    outbox.write([page("wages", "拖欠劳动报酬")])
    vectors.learn()
    asked = vectors.for_documents().encode(["老板不发工资"])[0]
    root = Path(settings.SEARCH_INDEX_DIR) / "vectors"
    path = root / spoilt if spoilt == "current" else next(root.glob(f"*/{spoilt}"))
    path.write_bytes(b"x\nx")
    monkeypatch.setattr(nearest, "_held", None)
    assert (nearest.nearest(asked, 5), nearest.similarities(asked, ["wages"])) == ((), [None])
    assert (nearest.is_made(), vectors.learn(), nearest.is_made()) == (False, 0, True)
    assert nearest.nearest(asked, 5) == ("wages",)
