from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "检索"

    def ready(self):
        from search import query_log, synonyms  # noqa: F401  the log listens for the end of requests
        from search.models import Synonym
        from search.registry import autodiscover

        autodiscover()
        post_migrate.connect(_load_synonyms, sender=self, dispatch_uid="search.load_synonyms")
        for signal in (post_save, post_delete):
            signal.connect(synonyms.announce, sender=Synonym, dispatch_uid=f"search.synonyms.{id(signal)}")


def _load_synonyms(sender, using, **kwargs):
    from search.synonyms import load_shipped

    load_shipped(using)
