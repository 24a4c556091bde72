"""What was made public last, as readers of news subscribe to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed


@dataclass(frozen=True)
class Entry:
    title: str
    url: str
    words: str
    published: datetime | None
    updated: datetime | None = None


def atom_response(request: HttpRequest, title: str, link: str, entries: Iterable[Entry]) -> HttpResponse:
    """`link` is the list that is subscribed to; addresses are those of this site."""
    made = Atom1Feed(
        title=title,
        link=request.build_absolute_uri(link),
        description="",
        feed_url=request.build_absolute_uri(),
        language="zh-hans",
    )
    for each in entries:
        url = request.build_absolute_uri(each.url)
        made.add_item(
            title=each.title,
            link=url,
            description=each.words,
            unique_id=url,
            pubdate=each.published,
            updateddate=each.updated or each.published,
        )
    return HttpResponse(made.writeString("utf-8"), content_type=made.content_type)
