"""What a record must not forget. `manage.py check` says it, before anybody misses the record."""

from collections.abc import Iterable

from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.db.models import Model
from wagtail import hooks
from wagtail.models import Page

from cms.core.viewsets import RuledViewSet
from search.documents import KINDS
from search.registry import sources


def our_models() -> list[type[Model]]:
    """The models of the office."""
    return [model for model in apps.get_models() if model.__module__.startswith("cms.")]


def is_public(model: type[Model]) -> bool:
    """Whether its records are pages or have an address of their own."""
    return issubclass(model, Page) or hasattr(model, "get_absolute_url")


def public_records_are_found(app_configs, models: Iterable[type[Model]] | None = None, **kwargs):
    """What has an address can be found by its words; what is not to be found says `search_kind = ""`."""
    found = {source.model for source in sources()}
    for model in our_models() if models is None else models:
        if is_public(model) and model not in found and getattr(model, "search_kind", None) != "":
            yield Error(
                f"“{model._meta.verbose_name}”有公开的网址，检索却不知道它。",
                hint='在本应用的 search_documents 里登记；不该被找到的，在类上写明 search_kind = ""。',
                obj=model,
                id="core.E001",
            )


def kinds_found_have_names(app_configs, **kwargs) -> Iterable[CheckMessage]:
    """Results are grouped by kind under a Chinese name."""
    for source in sources():
        if source.kind not in KINDS:
            yield Error(
                f"检索结果的类别“{source.kind}”没有中文名称，也没有排列的位置。",
                hint="在 search/documents.py 的 KINDS 里加一行。",
                obj=source.model,
                id="core.E002",
            )


def admin_tables_say_who_may_see(app_configs, viewsets: Iterable[type] | None = None, **kwargs):
    """A table of the admin without a row of rights is one that nobody may open."""
    for viewset in _tables() if viewsets is None else viewsets:
        if type(viewset).may_see is RuledViewSet.may_see:
            yield Error(
                f"后台表格 {type(viewset).__name__} 没有说谁可以看。",
                hint="写明 may_see，用 permissions.py 里的判断。",
                obj=viewset.model,
                id="core.E003",
            )


def public_records_have_a_table(app_configs, models: Iterable[type[Model]] | None = None, **kwargs):
    """Pages are tended in the page tree; any other public record in a table of the admin with its rights."""
    tended = {table.model for table in _tables()}
    for model in our_models() if models is None else models:
        if is_public(model) and not issubclass(model, Page) and model not in tended:
            yield Error(
                f"“{model._meta.verbose_name}”公开在外，后台却没有管它的表格，没有人有权改。",
                hint="在本应用的 viewsets 里加一个 RuledViewSet，写明谁可以看、谁可以改。",
                obj=model,
                id="core.E004",
            )


CHECKS = (
    public_records_are_found,
    kinds_found_have_names,
    admin_tables_say_who_may_see,
    public_records_have_a_table,
)


def _tables() -> list[RuledViewSet]:
    """The tables of the admin; what others are derived from is none itself."""
    hooks.search_for_hooks()
    return [viewset() for viewset in _below(RuledViewSet) if not viewset.__subclasses__()]


def _below(viewset: type) -> Iterable[type]:
    for each in viewset.__subclasses__():
        yield each
        yield from _below(each)
