"""What the search knows of a record: plain values, no model."""

import datetime
from dataclasses import dataclass, field

PUBLIC = "public"
# Drafts and library objects, for those who work in the admin.
EDITORIAL = "editorial"

# Chinese names of the kinds, in the order in which the results page offers them.
KINDS = {
    "law": "法规",
    "article": "条文",
    "campaign": "主题活动",
    "page": "文章与公告",
    "event": "活动预告",
    "activity": "活动记录",
    "guide": "办事指引",
    "quiz": "练习",
    "answer": "有问有答",
    "community": "居村",
    "honour": "示范称号",
    "venue": "法治文化阵地",
    "point": "公共法律服务站点",
    "review": "评议结果",
    "document": "文件",
}

# What a search can be narrowed by, in the order of the results page. A value is what a person reads;
# only a kind's is its key in KINDS.
FACETS = {
    "kind": "类别",
    "level": "效力层级",
    "in_force": "时效性",
    "agency": "单位",
    "subdistrict": "街镇",
    "setting": "普法场所（八进）",
    "audience": "普法对象",
    "year": "年份",
    "law": "法规",
}


@dataclass(frozen=True)
class Document:
    """One thing that can be found.

    `key` is unique among all documents. `law` is the short title of the law an article belongs to or of
    the law itself; `article` the article's number as in addresses ("1254", "291-2"). `names` are further
    exact names by which a citation may mean it. `facets` has a list of values per name in FACETS; kind,
    year and own law are added from the other fields. Under "section" it may also have the headings above.
    """

    key: str
    kind: str
    title: str
    body: str
    url: str
    date: datetime.date | None = None
    facets: dict = field(default_factory=dict)
    visibility: str = PUBLIC
    law: str = ""
    article: str = ""
    article_label: str = ""
    names: tuple[str, ...] = ()

    @property
    def facet_values(self) -> dict[str, tuple[str, ...]]:
        """All values by which a search may narrow to this document; names without a value are left out."""
        own = {
            "kind": [self.kind],
            "year": [str(self.date.year)] if self.date else [],
            "law": [self.law] if self.law else [],
        }
        values = {name: (*own.get(name, ()), *self.facets.get(name, ())) for name in FACETS}
        return {name: tuple(dict.fromkeys(found)) for name, found in values.items() if found}

    @property
    def group(self) -> str:
        """What shares a place in a grouped answer: the articles of one law; anything else stands alone."""
        return f"law:{self.law}" if self.kind == "article" and self.law else self.key
