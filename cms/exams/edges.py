"""Law and article → questions. The bank holds keys: only the office is told."""

from cms.core.edges import Edge, declare
from cms.exams.queries.bank import questions_on, questions_on_article
from cms.statutes.models import Article, Law

declare(
    [
        Edge(Law, "试题", questions_on, rests=questions_on),
        Edge(Article, "试题", questions_on_article),
    ]
)
