"""What has an address is in the sitemap, or search engines never come."""

from collections.abc import Iterable

from django.core.checks import Error
from django.db.models import Model, QuerySet
from wagtail.models import Page

from cms.core.checks import is_public, our_models
from sites.public.sitemaps import sitemaps_of


def public_records_are_in_the_sitemap(app_configs, models: Iterable[type[Model]] | None = None, **kwargs):
    parts = [part() if isinstance(part, type) else part for part in sitemaps_of(None).values()]
    listed = {items.model for part in parts if isinstance(items := part.items(), QuerySet)}
    for model in our_models() if models is None else models:
        if is_public(model) and not issubclass(model, Page) and model not in listed:
            yield Error(
                f"“{model._meta.verbose_name}”有公开的网址，站点地图里却没有。",
                hint="在 sites/public/sitemaps.py 里加一类。",
                obj=model,
                id="public.E001",
            )


CHECKS = (public_records_are_in_the_sitemap,)
