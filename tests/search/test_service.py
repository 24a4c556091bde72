import datetime
from dataclasses import replace

import pytest

from search import outbox
from search.documents import KINDS, Document
from search.engines.base import DATE
from search.service import GROUP_SIZE, SearchRequest, rebuild_index, search

pytestmark = pytest.mark.usefixtures("empty_index")


def found(*documents, **request):
    outbox.write(list(documents))
    rebuild_index()
    return search(SearchRequest(**request))


def page(key, title, body="", **values):
    return Document(
        key=key, kind=values.pop("kind", "page"), title=title, body=body, url=f"/{key}/", **values
    )


def article(law, number):
    return page(f"{law}{number}", f"{law}第{number}条", "犬只应当系绳。", kind="article", law=law,
                article=str(number), article_label=f"第{number}条")  # fmt: skip


def test_browsing_is_by_date():
    response = found(
        page("a", "甲", date=datetime.date(2020, 1, 1)), page("b", "乙", date=datetime.date(2026, 1, 1))
    )
    assert [hit.key for hit in response.hits] == ["b", "a"]


def test_unknown_facets_are_passed_over_and_unknown_values_find_nothing():
    documents = [page("a", "宪法")]
    assert found(*documents, query="宪法", filters={"colour": ("red",)}).total == 1
    assert found(*documents, query="宪法", filters={"kind": ("secrets",)}).total == 0


def test_kinds_are_counted_in_their_order():
    response = found(
        page("a", "宪法"), page("b", "宪法", kind="law"), page("c", "宪法", kind="campaign"), query="宪法"
    )
    assert list(response.facets["kind"]) == [kind for kind in KINDS if kind in {"law", "campaign", "page"}]


def test_only_the_facets_asked_for_are_counted():
    assert found(page("a", "宪法"), query="宪法", facets=()).facets == {}


def test_articles_of_a_law_are_grouped_and_the_rest_of_them_counted():
    response = found(
        *(article("甲法", number) for number in range(1, 8)), page("p", "犬只"), query="犬只", grouped=True
    )
    groups = {(group.law, len(group.hits), group.size) for group in response.groups}
    assert groups == {("甲法", GROUP_SIZE, 7), ("", 1, 1)}
    assert (response.total, response.pages) == (8, 1)


def test_group_whose_documents_are_gone_is_not_shown():
    found(article("甲法", 1), page("p", "犬只"))
    outbox.remove_keys(["甲法1"])
    response = search(SearchRequest("犬只", grouped=True))
    assert [hit.key for hit in response.hits] == ["p"]


def test_newest_first_where_asked():
    response = found(
        page("a", "宪法", date=datetime.date(2020, 1, 1)),
        page("b", "通知", "宪法", date=datetime.date(2026, 1, 1)),
        query="宪法",
        order=DATE,
    )
    assert [(hit.key, hit.score) for hit in response.hits] == [("b", 0.0), ("a", 0.0)]


def law(name):
    return page(name, f"中华人民共和国{name}", kind="law", law=name)


def test_citation_alone_finds_the_article_its_law_and_what_refers_to_it():
    documents = (
        law("甲法"), law("乙法"),
        *(article(name, number) for name in ("甲法", "乙法") for number in ("5", "6", "15")),
        replace(article("甲法", "7"), key="refers", body="有本法第五条规定情形的，减轻处罚。"),
        page("report", "以案释法", "根据《甲法》第五条，法院判决赔偿。"),
        page("other", "讲座", "《乙法》第五条与犬只。"),
    )  # fmt: skip
    response = found(*documents, query="甲法第5条")
    assert ([hit.key for hit in response.hits[:2]], {hit.key for hit in response.hits[2:]}) == (
        ["甲法5", "甲法"], {"refers", "report"},
    )  # fmt: skip
    assert [hit.key for hit in response.direct] == ["甲法5"]
    more = search(SearchRequest(query="甲法第5条 犬只"))
    assert {"甲法6", "乙法5"} <= {hit.key for hit in more.hits}


def test_article_of_a_law_that_is_not_held_is_looked_for_by_its_words():
    response = found(page("dogs", "养犬条例讲座", "欢迎参加。"), query="养犬条例第5条")
    assert [hit.key for hit in response.hits] == ["dogs"]


def test_law_with_brackets_in_its_title_is_cited_in_either_width():
    documents = (law("甲规定（试行）"), *(article("甲规定（试行）", number) for number in ("4", "5")))
    for query in ("甲规定（试行）第4条", "甲规定(试行)4条"):
        response = found(*documents, query=query)
        assert [hit.key for hit in response.direct] == ["甲规定（试行）4"]
        assert [hit.key for hit in response.hits] == ["甲规定（试行）4", "甲规定（试行）"]
