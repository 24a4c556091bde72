"""What pages stand on, and what stands on them."""

from cms.campaigns.models import CampaignPage, CasePage
from cms.campaigns.queries import campaigns_citing, cases_citing, cases_quoting, texts_citing
from cms.core.edges import Edge, declare
from cms.statutes.models import Article, Law


# The page itself names its laws among its facts: the office alone is told once more.
def _laws(page):
    return page.laws.prefetch_related("versions")


def _of_law(label, citing) -> Edge:
    """Public pages alone: a draft is its author's."""

    def find(law):
        return citing([law.pk])

    return Edge(Law, label, find, find, rests=find)


declare(
    [
        _of_law("主题活动", campaigns_citing),
        _of_law("以案释法", cases_citing),
        _of_law("文章与公告", texts_citing),
        Edge(Article, "以案释法", cases_quoting, cases_quoting),
        Edge(CampaignPage, "法律法规", _laws),
        Edge(CasePage, "法律法规", _laws),
    ],
    telling_of=("campaigns", "media", "statutes", "wagtailcore"),
)
