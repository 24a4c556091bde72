"""The search for programs: suggestions and results, as the page of results has them."""

import datetime
from typing import Annotated, Any, Literal

from ninja import Query, Router, Schema
from ninja.decorators import decorate_view
from pydantic import Field, WithJsonSchema

from search.documents import FACETS, KINDS
from search.service import QUERY, Fragments, Hit, note_query, search, suggest
from sites.api.operations import Error, Told, for_every_page, reads
from sites.public.asking import request_of
from sites.rate import limited, whose

MAX_PAGE_SIZE = 50
SEARCHES_A_MINUTE, SUGGESTIONS_A_MINUTE = 60, 240
LABELS = {**KINDS, QUERY: "大家在搜"}
router = Router(tags=["检索"])


def _described(description: str = "", **schema) -> Any:
    """A parameter as it is described. Whatever is sent is a question, read by `asking` as on the page."""
    return Annotated[Any, WithJsonSchema(schema), Field(default=None, description=description or None)]


def _several(description: str, **items) -> Any:
    return _described(description, type="array", items={"type": "string", **items})


class Question(Schema):
    q: _described(type="string", maxLength=200)
    kind: _several(FACETS["kind"], enum=list(KINDS))
    level: _several(FACETS["level"])
    in_force: _several(FACETS["in_force"])
    agency: _several(FACETS["agency"])
    subdistrict: _several(FACETS["subdistrict"])
    setting: _several(FACETS["setting"])
    audience: _several(FACETS["audience"])
    year: _several(FACETS["year"])
    law: _several(FACETS["law"])
    order: _described(type="string", enum=["relevance", "date"], default="relevance")
    exact: _described("1：不按拼音和同音字改写", type="string", enum=["1"])
    page: _described(type="integer", minimum=1, default=1)
    page_size: _described(type="integer", minimum=1, maximum=MAX_PAGE_SIZE, default=20)


class Beginning(Schema):
    q: _described(type="string")


class Fragment(Told):
    text: str
    marked: bool


class Found(Told):
    title: str
    kind: Literal[tuple(KINDS)]
    kind_label: str
    url: str = Field(json_schema_extra={"format": "uri"})
    source: str = Field(description="责任单位，没有则为空")
    law: str
    article: str = Field(description="条号，如 第三十八条")
    date: datetime.date | None
    score: float
    passage: list[Fragment]


class Count(Told):
    value: str
    count: int = Field(ge=0)


class Results(Told):
    query: str = Field(description="收到的问题")
    searched: str = Field(description="实际查找的文字；与 query 不同表示按拼音或同音字理解")
    perhaps: str = Field(description="可能想找的另一种写法，没有则为空")
    total: int = Field(ge=0)
    page: int = Field(ge=1)
    pages: int = Field(ge=0)
    took_ms: float = Field(ge=0)
    stale: bool = Field(description="结果可能缺少最近几分钟的更新")
    facets: dict[str, list[Count]]
    direct: list[Found] = Field(description="问题引用的条文")
    pinned: list[Found] = Field(description="编辑置顶的结果")
    results: list[Found]


class Suggestion(Told):
    text: str
    kind: str
    kind_label: str
    url: str = Field(description="站内地址；为空表示一个查询词")


class Suggestions(Told):
    suggestions: list[Suggestion]


@reads(
    router,
    "search/",
    name="search",
    summary="检索公开内容",
    description='q 可含 "原样短语"、-排除、law:法规名称；留空为按日期浏览。'
    f"各筛选参数可重复，同名多值满足其一即可。每个地址每分钟至多 {SEARCHES_A_MINUTE} 次。",
    response={200: Results, 429: Error},
)
@decorate_view(limited("search", per_minute=SEARCHES_A_MINUTE), for_every_page)
def results(request, asked: Query[Question]):
    """The results page as data, with the same parameters."""
    question = request_of(request.GET, max_page_size=MAX_PAGE_SIZE)
    found = search(question)
    if question.query and question.page == 1 and not question.filters:
        note_query(found.query, found.total, whose(request))
    return {
        "query": found.query,
        "searched": found.searched,
        "perhaps": found.perhaps,
        "total": found.total,
        "page": found.page,
        "pages": found.pages,
        "took_ms": found.took_ms,
        "stale": found.stale,
        "facets": {
            name: [{"value": value, "count": count} for value, count in counts.items()]
            for name, counts in found.facets.items()
        },
        "direct": [_told(request, hit) for hit in found.direct],
        "pinned": [_told(request, hit) for hit in found.pinned],
        "results": [_told(request, hit) for hit in found.hits],
    }


@reads(
    router,
    "suggest/",
    name="suggest",
    summary="输入联想：法规、专栏、主题活动与常见查询；汉字、全拼、首字母均可",
    description=f"每个地址每分钟至多 {SUGGESTIONS_A_MINUTE} 次。",
    response={200: Suggestions, 429: Error},
)
@decorate_view(limited("suggest", per_minute=SUGGESTIONS_A_MINUTE), for_every_page)
def suggestions(request, asked: Query[Beginning]):
    """What a person who typed `q` may mean."""
    return {
        "suggestions": [
            {"text": one.text, "kind": one.kind, "kind_label": LABELS.get(one.kind, ""), "url": one.url}
            for one in suggest(request.GET.get("q", ""))
        ]
    }


def _told(request, hit: Hit) -> dict:
    return {
        "title": hit.title,
        "kind": hit.kind,
        "kind_label": KINDS.get(hit.kind, ""),
        "url": request.build_absolute_uri(hit.url),
        "source": hit.source,
        "law": hit.law,
        "article": hit.article,
        "date": hit.date,
        "score": hit.score,
        "passage": _marked(hit.body_fragments),
    }


def _marked(fragments: Fragments) -> list[dict]:
    return [{"text": text, "marked": marked} for text, marked in fragments]
