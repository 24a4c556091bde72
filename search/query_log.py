"""What people ask and whether they find it, so that editors can act on it. Counts per day; no person."""

import datetime
import logging
import re
from functools import lru_cache

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F, OuterRef, QuerySet, Subquery, Sum
from django.utils import timezone
from django.utils.module_loading import import_string

from search import popular
from search.chinese.folding import normalise
from search.models import QueryCount

logger = logging.getLogger(__name__)
MAX_LOGGED = 100
# Numbers of people are long; whatever a finer rule lets pass, these never enter the log.
_LONG_NUMBER = re.compile(r"\d(?:[\s\-]?\d){5,}[xX]?")
_HIDDEN = "＊"
_waiting: list[tuple[str, int, str]] = []


def note(query: str, found: int, whose: str = "") -> None:
    """Count one query after the answer has been sent; whoever asks never waits for it.

    `whose` tells one asker from another and is not kept; see `search.popular`.
    """
    text = scrubbed(query)
    if text:
        _waiting.append((text, found, whose))


def scrubbed(query: str) -> str:
    """A query without personal numbers, in the spelling by which equal queries are counted together."""
    plain = " ".join(normalise(_filter()(query)).split())
    return _LONG_NUMBER.sub(_HIDDEN, plain)[:MAX_LOGGED].strip()


@lru_cache(maxsize=1)
def _filter():
    """`SEARCH_LOG_FILTER` names what removes personal numbers; the search itself knows no rule of them."""
    return import_string(settings.SEARCH_LOG_FILTER)


def write(**kwargs) -> None:
    """Write what waits. A log that cannot be written is no reason for an error."""
    noted, _waiting[:] = list(_waiting), []
    if not noted:
        return
    try:
        with transaction.atomic():
            for query, found, whose in noted:
                _count(query, found)
                if whose and _HIDDEN not in query:
                    popular.note_asker(query, whose)
    except DatabaseError:
        logger.warning("查询记录没有写入", exc_info=True)


def _count(query: str, found: int) -> None:
    today = timezone.localdate()
    row, created = QueryCount.objects.get_or_create(
        day=today, query=query, defaults={"asked": 1, "found": found}
    )
    if not created:
        QueryCount.objects.filter(pk=row.pk).update(asked=F("asked") + 1, found=found)


def purge(today: datetime.date) -> int:
    """Delete the counts older than `SEARCH_LOG_DAYS`; return how many."""
    oldest = today - datetime.timedelta(days=settings.SEARCH_LOG_DAYS)
    popular.forget(today)
    return QueryCount.objects.filter(day__lt=oldest).delete()[0]


def unanswered(since: datetime.date) -> QuerySet:
    """The last count of each query that found nothing then, with `times` it was asked since a day."""
    lately = QueryCount.objects.filter(day__gte=since)
    same = lately.filter(query=OuterRef("query"))
    times = same.order_by().values("query").annotate(times=Sum("asked")).values("times")
    return lately.filter(found=0, pk=Subquery(same.order_by("-day").values("pk")[:1])).annotate(
        times=Subquery(times)
    )
