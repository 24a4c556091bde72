"""What a guide rests on: the law, the article."""

from cms.core.edges import Edge, declare
from cms.guides.models import Guide
from cms.guides.queries import guides_citing, guides_resting_on
from cms.statutes.models import Article, Law

LABEL = "办事指引"


def _on_article(article: Article):
    return guides_resting_on(article.version.law, article.ref)


declare(
    [
        Edge(Law, LABEL, guides_citing, guides_citing, rests=guides_citing),
        Edge(Article, LABEL, _on_article, _on_article),
        Edge(Guide, "法律法规", lambda guide: guide.laws.prefetch_related("versions")),
    ],
    telling_of=("guides", "statutes"),
)
