"""What an answer for everybody cites: the law, the article."""

from cms.core.edges import Edge, declare
from cms.letters.models import Letter
from cms.letters.queries import letters_citing, letters_citing_article
from cms.statutes.models import Article, Law

LABEL = "大家问过"

declare(
    [
        Edge(Law, LABEL, letters_citing, letters_citing, rests=letters_citing),
        Edge(Article, LABEL, letters_citing_article, letters_citing_article),
        Edge(Letter, "法律法规", lambda letter: letter.laws.prefetch_related("versions")),
    ],
    telling_of=("letters", "statutes"),
)
