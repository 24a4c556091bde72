"""What an office may tend: plain speech, pinned results, and what was asked in vain.

The search knows no office; the app that has the desk shows these tables.
"""

from search.models import GONE, PinnedResult, QueryCount, Synonym, titles_at
from search.query_log import unanswered
from search.tasks import purge_query_log, weigh_laws

__all__ = [
    "GONE", "PinnedResult", "QueryCount", "Synonym",
    "purge_query_log", "titles_at", "unanswered", "weigh_laws",
]  # fmt: skip
