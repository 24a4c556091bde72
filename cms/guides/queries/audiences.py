"""What of the law is for whom: the laws that guides, campaigns and cases for a group rest on."""

from collections import Counter

from cms.campaigns.queries import campaigns_for
from cms.guides.queries import guides_for
from cms.statutes.models import Law

MOST = 10


def laws_for(audience) -> list[Law]:
    """The laws that most of what is for these people rests on, the most used first; at most ten."""
    counts: Counter[int] = Counter()
    for found in (guides_for(audience), campaigns_for(audience)):
        counts.update(pk for pk in found.order_by().values_list("laws", flat=True) if pk)
    laws = Law.objects.filter(pk__in=counts).prefetch_related("versions")
    return sorted(laws, key=lambda law: (-counts[law.pk], law.short_title))[:MOST]
