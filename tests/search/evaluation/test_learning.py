import io
import json

import pytest
from django.core.management import CommandError, call_command

from search.evaluation.learning import HIDDEN, Curtain, Example, _parts, crossed, fit, mixed, ranked, worth
from search.evaluation.runner import Judged
from search.models import public_documents
from search.ranking import learned, standing
from tests.cms.statutes.factories import ArticleFactory


def example(right: int, named: int = -1, count: int = 4, article: str = "") -> Example:
    """Answers of which the one of the highest `clear` is right; `vague` says nothing."""
    told = {
        "clear": [1.0 if place == right else 0.0 for place in range(count)],
        "vague": [float(place % 2) for place in range(count)],
    }
    keys = tuple(f"{article}{place}" for place in range(count))
    is_named = tuple(place == named for place in range(count))
    judged = Judged("问", frozenset({keys[right]}))
    return Example(judged, keys, told, told, is_named, (9.0,) * count)


EXAMPLES = [example(place % 4, article=f"{place}-") for place in range(12)]


def test_weight_goes_to_what_tells_the_right_answer():
    weights = fit(EXAMPLES)
    assert weights["clear"] > 10 * abs(weights.get("vague", 0.0))
    assert [ranked(one, weights)[0] in one.judged.relevant for one in EXAMPLES] == [True] * 12


def test_nothing_is_learned_where_nothing_right_was_found():
    lost = Example(
        Judged("问", frozenset({"x"})), ("a",), {"clear": [1.0]}, {"clear": [1.0]}, (False,), (1.0,)
    )
    assert fit([lost]) == {}


def test_named_law_stands_first_whatever_was_learned():
    assert ranked(example(2, named=1), {"clear": 5.0})[:2] == ["1", "2"]


def test_questions_about_one_article_stay_in_one_part():
    shared = [example(0, article="a"), example(0, article="b"), example(0, article="a")]
    shared += [example(0, article=str(number)) for number in range(20)]
    part = _parts(shared, by_article=True)
    assert part[0] == part[2]
    assert len(set(part)) == 5


def test_figures_of_parts_are_of_weights_that_never_saw_them():
    assert crossed(EXAMPLES, by_article=True).averages["first"] == 1.0


def test_figures_may_be_of_the_same_questions_asked_otherwise():
    otherwise = [example((place + 1) % 4, article=f"{place}-") for place in range(12)]
    wrong = [
        Example(one.judged, one.keys, other.told, other.told, one.is_named, one.scores)
        for one, other in zip(EXAMPLES, otherwise, strict=True)
    ]
    assert crossed(EXAMPLES, wrong, by_article=True).averages["first"] == 0.0
    assert (worth(EXAMPLES, {"clear": 1.0}).averages["first"], worth([], {}).averages["first"]) == (1.0, 0.0)


def test_a_share_of_the_questions_is_learned_from_as_if_nobody_had_asked():
    known, hidden = [example(0)] * 1000, [example(1)] * 1000
    assert mixed(known, hidden).count(hidden[0]) == pytest.approx(1000 * HIDDEN, abs=60)


@pytest.mark.django_db
def test_the_laws_that_answer_are_behind_the_curtain_and_some_of_the_others(lay):
    lay("公园法,1,几点关门,闭园", "林法,1,能捡柴吗,枯枝", "田法,1,能烧秸秆吗,秸秆")
    keys = {}
    for law, text in (("公园法", "闭园时间。"), ("林法", "枯枝。"), ("田法", "秸秆。"), ("水法", "水。")):
        ArticleFactory(version__law__short_title=law, number=1, label="第一条", text=text)
        keys[law] = public_documents().get(kind="article", law=law).key
    curtain = Curtain()
    hidden = [curtain.hidden(Judged(f"问题{number}", frozenset({keys["公园法"]}))) for number in range(40)]
    assert {one.get(keys["公园法"]) for one in hidden} == {"公园法?1"}
    assert {frozenset(one.values()) for one in hidden} > {frozenset({"公园法?1"})}
    assert all(keys["水法"] not in one for one in hidden)


def test_own_question_is_taken_out_of_what_is_asked(monkeypatch):
    monkeypatch.setattr(standing, "asked_counts", lambda: {"公园法": 1.0, "绿化法": 4.0})
    laws = {f"law:{law}": standing.Standing("法律", False, 0, 9) for law in ("公园法", "绿化法", "林法")}
    others = standing.without(laws, ("公园法", "绿化法"))
    assert {law: round(2.718281828 ** one.asked - 1, 4) for law, one in others.items() if one.asked < 9} == {
        "law:公园法": 0.5, "law:绿化法": 3.5,
    }  # fmt: skip
    assert laws["law:公园法"].asked == 9


def test_training_without_the_model_or_without_statutes_says_so(db, settings, tmp_path, monkeypatch):
    monkeypatch.setattr(learned, "FILE", tmp_path / "learned.json")
    monkeypatch.setattr(standing, "ASKED", tmp_path / "asked.json")
    with pytest.raises(CommandError, match="SEARCH_RERANKER"):
        call_command("search_train")
    settings.SEARCH_RERANKER = str(tmp_path / "missing.jar")
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    with pytest.raises(CommandError, match="先导入法规"):
        call_command("search_train", stdout=io.StringIO())
    standing.asked_counts.cache_clear()
    assert json.loads((tmp_path / "asked.json").read_text())["questions"] > 300
    assert not (tmp_path / "learned.json").exists()
