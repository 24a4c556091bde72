"""The receivers of the search: what is saved or deleted is written down, what was asked is counted."""

from django.core.signals import request_finished
from django.db.models.signals import post_delete, post_save

from search import outbox, query_log, synonyms
from search.models import Synonym
from search.registry import sources


def watch() -> None:
    """Follow every model that has a source, the table of plain speech, and the end of requests."""
    for model in (source.model for source in sources()):
        name = model._meta.label
        post_save.connect(_saved, sender=model, dispatch_uid=f"search.saved.{name}")
        post_delete.connect(_deleted, sender=model, dispatch_uid=f"search.deleted.{name}")
    for signal, done in ((post_save, "saved"), (post_delete, "deleted")):
        signal.connect(synonyms.announce, sender=Synonym, dispatch_uid=f"search.synonyms.{done}")
    request_finished.connect(query_log.write, dispatch_uid="search.query_log")


def _saved(sender, instance, raw=False, **kwargs) -> None:
    if not raw:
        outbox.put([instance])


def _deleted(sender, instance, **kwargs) -> None:
    outbox.remove(sender, [instance.pk])
