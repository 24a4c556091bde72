"""Reads of guides."""

from django.db.models import QuerySet

from cms.guides.enums import GuideKind
from cms.guides.models import Guide
from cms.statutes.models import Law


def public_guides() -> QuerySet[Guide]:
    """What the public may walk, in the order of the office."""
    return Guide.objects.published().order_by("kind", "order", "title")


def guides_by_kind() -> list[tuple[GuideKind, list[Guide]]]:
    """The public's guides; kinds without any left out."""
    held = list(public_guides())
    groups = [(kind, [each for each in held if each.kind == kind]) for kind in GuideKind]
    return [(kind, guides) for kind, guides in groups if guides]


def guides_for(audience) -> QuerySet[Guide]:
    return public_guides().filter(audiences=audience)


def guides_citing(law: Law) -> QuerySet[Guide]:
    return public_guides().filter(laws=law)


def guides_resting_on(law: Law, article: str) -> QuerySet[Guide]:
    """Those whose advice names this article, as in addresses."""
    return public_guides().filter(provisions__law=law, provisions__ref=article)


def versions_of(guide: Guide) -> QuerySet[Guide]:
    """Every version of the guide, the newest first."""
    return Guide.objects.filter(slug=guide.slug).order_by("-version")
