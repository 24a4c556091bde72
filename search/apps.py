from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "检索"

    def ready(self):
        from search import watching
        from search.registry import autodiscover

        autodiscover()
        watching.watch()
        checks.register(_reranker_is_usable)
        post_migrate.connect(_load_synonyms, sender=self, dispatch_uid="search.load_synonyms")


def _load_synonyms(sender, using, **kwargs):
    from search.synonyms import load_shipped

    load_shipped(using)


def _reranker_is_usable(app_configs, **kwargs) -> list[checks.CheckMessage]:
    """A warning only: the search never needs the model."""
    from search.meaning import model

    if model.switched_on() and (trouble := model.trouble()):
        return [checks.Warning(f"检索不会重排：{trouble}", id="search.W001")]
    return []
