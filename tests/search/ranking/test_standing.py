import json
import math
from datetime import date

import pytest

from search import tasks
from search.engines.grouping import number_of
from search.evaluation.judged import JudgedQuery
from search.ranking import standing
from search.service import SearchRequest, flush, reindex, search
from tests.cms.statutes.factories import ArticleFactory, LawFactory, LawVersionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_index")]


@pytest.fixture
def park():
    """The law of parks, named by two articles of another law, in one of them twice."""
    law = LawVersionFactory(law=LawFactory(short_title="公园法", aliases=["园法"])).law
    reindex([law])
    other = LawVersionFactory(law=LawFactory(short_title="绿化法"))
    reindex([other.law])
    ArticleFactory(version=other, text="依照《中华人民共和国公园法》，公园按《公园法》开放。")
    ArticleFactory(version=other, text="依照《园法》《林地法》。")
    return law


def test_law_is_counted_once_for_each_document_that_names_it(park, monkeypatch):
    monkeypatch.setattr(standing, "asked_counts", lambda: {"公园法": 3.0})
    assert standing.refresh() == 2
    held = standing.current()
    assert held["law:公园法"] == standing.Standing("法律", False, math.log1p(2), math.log1p(3))
    assert held["law:绿化法"] == standing.Standing("法律", False, 0, 0)
    assert held[number_of("law:公园法")] == held["law:公园法"]


def test_counts_are_stale_once_a_law_came_ended_or_went(park):
    assert standing.is_stale()
    standing.refresh()
    assert not standing.is_stale()
    park.repealed_on = date(2020, 1, 1)
    park.save()
    assert standing.is_stale()
    tasks.weigh_laws.enqueue()
    assert (standing.is_stale(), standing.current()["law:公园法"].has_ended) == (False, True)
    park.delete()
    assert standing.is_stale()


def test_articles_that_people_ask_for_are_weighed_where_they_are_held(park, lay):
    lay("公园法,12,公园几点关门,闭园", "公园法,13,公园让遛狗吗,犬只", "林地法,1,半夜关门谁管,夜间")
    assert standing.asked_for() is None
    version = park.versions.get()
    ArticleFactory(version=version, number=12, label="第十二条", text="公园每日闭园时间由公园公布。")
    ArticleFactory(version=version, number=13, label="第十三条", text="公园内不得采摘。")
    flush()
    assert standing.asked_for() == {"公园法?12"}
    # What is asked of the law that is not held is likelier by far, and answers nothing.
    assert [hit.article for hit in search(SearchRequest("半夜关门谁管")).hits] == ["第十二条"]


def test_laws_are_weighed_where_a_command_brings_the_index_up_to_date_itself(park):
    flush()
    assert (standing.is_stale(), standing.current()["law:公园法"].named) == (False, math.log1p(2))


def test_what_is_asked_is_counted_for_each_question_once(monkeypatch, tmp_path):
    monkeypatch.setattr(standing, "ASKED", tmp_path / "asked.json")
    standing.asked_counts.cache_clear()
    try:
        assert standing.asked_counts() == {}
        questions = [
            JudgedQuery("遛狗", ("中华人民共和国公园法第一条", "养犬条例第二条")),
            JudgedQuery("门票", ("公园法第三条之一",)),
            JudgedQuery("解释", ("关于适用公园法的解释",)),
        ]
        assert standing.learn(questions, {"questions": 3}) == {
            "公园法": 1.5, "关于适用公园法的解释": 1.0, "养犬条例": 0.5,
        }  # fmt: skip
        assert standing.asked_counts()["公园法"] == 1.5
        assert json.loads((tmp_path / "asked.json").read_text())["questions"] == 3
    finally:
        standing.asked_counts.cache_clear()


def test_shipped_counts_know_the_laws_people_ask_about():
    counts = standing.asked_counts()
    assert counts["民法典"] > counts["刑法"] > counts["劳动合同法"] > 10
