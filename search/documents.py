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
    "document": "文件",
}


@dataclass(frozen=True)
class Document:
    """One thing that can be found.

    `key` is unique among all documents. `law` is the short title of the law an article belongs to or of
    the law itself; `article` the article's number as in addresses ("1254", "291-2"). `names` are further
    exact names by which a citation may mean it.
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
