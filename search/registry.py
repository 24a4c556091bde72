"""How a record becomes findable: an app declares a DocumentSource in its `search_documents.py`."""

from collections.abc import Iterator

from django.db.models import Model, QuerySet
from django.utils.module_loading import autodiscover_modules

from search.documents import Document

_sources: dict[type[Model], "DocumentSource"] = {}


class DocumentSource:
    """Declares how instances of `model` are found. Subclass, then decorate with `register`.

    Saving or deleting an instance writes its document in the same transaction. Changes to related rows
    and many-to-many fields are not watched: the service that makes them calls `search.service.reindex`.
    """

    model: type[Model]
    kind: str

    def queryset(self) -> QuerySet:
        """All instances that may be findable."""
        return self.model._default_manager.all()

    def document(self, instance) -> Document | None:
        """The document of `instance`; None while it must not be found."""
        raise NotImplementedError

    def key(self, pk) -> str:
        return f"{self.model._meta.label_lower}:{pk}"


def register(source: type[DocumentSource]) -> type[DocumentSource]:
    """Class decorator: make the source known. `search.watching` follows its model."""
    _sources[source.model] = source()
    return source


def source_of(model: type[Model]) -> DocumentSource:
    """The source of a model; KeyError where none is registered."""
    return _sources[model]


def is_findable(model: type[Model]) -> bool:
    """Whether instances of the model have documents."""
    return model in _sources


def sources() -> Iterator[DocumentSource]:
    return iter(list(_sources.values()))


def autodiscover() -> None:
    autodiscover_modules("search_documents")
