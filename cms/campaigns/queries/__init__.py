"""Reads of campaigns and columns. The day is always passed in."""

import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.models import Page, ReferenceIndex

from cms.campaigns.models import Audience, CampaignPage, CasePage, NoticePage, PublicPage, Setting
from cms.statutes.models import Article, Law

LISTED_TYPES = ("campaignpage", "articlepage", "casepage", "noticepage")


def campaigns_on(on: datetime.date) -> QuerySet[CampaignPage]:
    """Public campaigns that run on `on`; the one that began last stands first."""
    return public_campaigns().filter(starts_on__lte=on, ends_on__gte=on).order_by("-starts_on", "pk")


def current_campaign(on: datetime.date) -> CampaignPage | None:
    return campaigns_on(on).first()


def leading_campaign(on: datetime.date) -> CampaignPage | None:
    """What the home page opens with: the campaign that runs, else the next, else the last."""
    return (
        current_campaign(on)
        or public_campaigns().filter(starts_on__gt=on).order_by("starts_on", "pk").first()
        or public_campaigns().filter(ends_on__lt=on).order_by("-ends_on", "pk").first()
    )


def public_campaign(pk: int | None) -> CampaignPage | None:
    """The campaign a record belongs to, where everybody may read of it."""
    return public_campaigns().filter(pk=pk).first()


def campaigns_citing(law_ids) -> QuerySet[CampaignPage]:
    """Public campaigns that explain one of these laws or quote it, newest first."""
    found = public_campaigns().filter(Q(laws__in=law_ids) | Q(pk__in=_quoting(law_ids)))
    return found.distinct().order_by("-starts_on")


def cases_citing(law_ids) -> QuerySet[CasePage]:
    """Public case explainers on one of these laws or quoting it, newest first."""
    found = CasePage.objects.live().public().filter(Q(laws__in=law_ids) | Q(pk__in=_quoting(law_ids)))
    return found.distinct().order_by("-first_published_at")


def cases_quoting(article: Article) -> QuerySet[CasePage]:
    """Public case explainers that quote the very article, newest first."""
    law = article.version.law_id
    pages = CasePage.objects.live().public().filter(pk__in=_quoting([law]))
    found = [page.pk for page in pages if (law, article.ref) in _quoted_in(page)]
    return CasePage.objects.filter(pk__in=found).order_by("-first_published_at")


def texts_citing(law_ids) -> QuerySet[Page]:
    """Public articles and notices that quote one of these laws, newest first."""
    found = Page.objects.live().public().filter(pk__in=_quoting(law_ids))
    found = found.filter(
        content_type__app_label="campaigns", content_type__model__in=("articlepage", "noticepage")
    )
    return found.order_by("-first_published_at", "-pk")


def _quoted_in(page: CasePage) -> set[tuple[int, str]]:
    """The articles that the body of a page quotes, by law and number."""
    quoted = [block.value for block in page.body.blocks_by_name("statute")]
    return {(value["law"].pk, value["article"]) for value in quoted if value["law"]}


def _quoting(law_ids) -> QuerySet:
    """Pages with a block that quotes an article of one of these laws."""
    references = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(Law),
        to_object_id__in=[str(pk) for pk in law_ids],
        base_content_type=ContentType.objects.get_for_model(Page),
    )
    return references.annotate(page=Cast("object_id", BigIntegerField())).values("page")


def entries_of(page: Page) -> QuerySet[Page]:
    """Public pages directly below a column or campaign, newest first."""
    return page.get_children().live().public().order_by("-first_published_at", "-pk")


def newest_entries(home: Page, *, without: PublicPage | None = None) -> QuerySet[Page]:
    """Public campaigns, articles, cases and notices anywhere below `home`, newest first."""
    found = Page.objects.descendant_of(home).live().public()
    found = found.filter(content_type__app_label="campaigns", content_type__model__in=LISTED_TYPES)
    if without is not None:
        found = found.exclude(pk=without.pk)
    return found.order_by("-first_published_at", "-pk")


def notices() -> QuerySet[NoticePage]:
    """Public notices, newest first."""
    return NoticePage.objects.live().public().order_by("-first_published_at")


def setting_named(name: str) -> Setting | None:
    """The setting with this name or alias; 进机关 and 机关 are the same."""
    sought = name.strip().removeprefix("进")
    return next((setting for setting in Setting.objects.all() if sought in setting.names), None)


def audience_named(name: str) -> Audience | None:
    return Audience.objects.filter(name=name.strip()).first()


def audiences_in_use() -> QuerySet[Audience]:
    """Those that have an entry page, in the order of the office."""
    return Audience.objects.active()


def campaigns_for(audience: Audience) -> QuerySet[CampaignPage]:
    """Public campaigns for these people, the newest first."""
    return public_campaigns().filter(audiences=audience).order_by("-starts_on", "pk")


def public_campaigns() -> QuerySet[CampaignPage]:
    return CampaignPage.objects.live().public().select_related("picture")
