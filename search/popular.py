"""Queries that many ask: suggested to others once they tell nothing of who asked."""

import datetime
import hashlib
import re
from functools import lru_cache

from django.db.models import Count, Max, Q
from django.utils import timezone

from search.analysis.questions import FILLERS
from search.chinese.segmentation import whole_words
from search.models import QueryAsker, QueryCount, public_documents

DAYS = 30
# So many addresses, not all on one day: a query that few have asked may tell who asked it.
FEWEST_ASKERS = 5
FEWEST_DAYS = 2
MOST = 200
# 真如路88号、3号楼402室: where somebody lives.
_ADDRESS = re.compile(r"[\d一二三四五六七八九十百零〇两]+(?:支?弄|号|室|楼|栋|幢|座|单元|组)")
_LAWS = ("law", "article")


def note_asker(query: str, whose: str) -> None:
    """Remember that one more address asked. The mark is of query and address: it links no two queries."""
    mark = hashlib.sha256(f"{whose}|{query}".encode()).hexdigest()[:16]
    QueryAsker.objects.get_or_create(query=query, mark=mark, defaults={"day": timezone.localdate()})


def popular_queries(known: str) -> list[str]:
    """What many have asked and found of late, most askers first, in words this site itself uses.

    `known` holds the names and terms of the site; beside them the texts of the laws count. Names of
    people, numbers and addresses are in neither.
    """
    since = timezone.localdate() - datetime.timedelta(days=DAYS)
    answered = QueryCount.objects.filter(day__gte=since, found__gt=0).values("query")
    asked = (
        QueryAsker.objects.filter(day__gte=since, query__in=answered)
        .values("query")
        .annotate(askers=Count("mark"), days=Count("day", distinct=True))
        .filter(askers__gte=FEWEST_ASKERS, days__gte=FEWEST_DAYS)
        .order_by("-askers", "query")
    )
    laws = public_documents().filter(kind__in=_LAWS).aggregate(Max("version"))["version__max"]
    return [row["query"] for row in asked[:MOST] if _is_ours(row["query"], known, laws)]


def forget(today: datetime.date) -> None:
    """Delete the marks that no longer count."""
    QueryAsker.objects.filter(day__lt=today - datetime.timedelta(days=DAYS)).delete()


def newest_asker() -> int | None:
    return QueryAsker.objects.aggregate(Max("pk"))["pk__max"]


def _is_ours(query: str, known: str, laws: int | None) -> bool:
    if _ADDRESS.search(query):
        return False
    return all(word in known or _in_laws(word, laws) for word in whole_words(FILLERS.sub(" ", query)))


@lru_cache(maxsize=2000)
def _in_laws(word: str, laws: int | None) -> bool:
    """Whether a law uses the word; asked anew when the laws have changed."""
    held = public_documents().filter(kind__in=_LAWS)
    return held.filter(Q(body__contains=word) | Q(title__contains=word)).exists()
