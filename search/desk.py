"""What an office may tend: plain speech, pinned results, and what was asked in vain.

The search knows no office; the app that has the desk shows these tables.
"""

from search.models import PinnedResult, QueryCount, Synonym
from search.query_log import unanswered
from search.tasks import purge_query_log

__all__ = ["PinnedResult", "QueryCount", "Synonym", "purge_query_log", "unanswered"]
