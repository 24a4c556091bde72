"""The engines in use: an embedded replica always, and the one named by `SEARCH_ENGINE`."""

from functools import lru_cache

from django.conf import settings

from search.engines.base import Engine


def current_engine() -> Engine:
    """The engine named by `SEARCH_ENGINE`."""
    return _elasticsearch(*_values()) if settings.SEARCH_ENGINE == "elasticsearch" else replica_engine()


def replica_engine() -> Engine:
    """The embedded engine, which answers when the other cannot."""
    return _tantivy(str(settings.SEARCH_INDEX_DIR))


def engines_in_use() -> tuple[Engine, ...]:
    """Every engine that is kept up to date, the embedded one first: it never keeps the others waiting."""
    replica, current = replica_engine(), current_engine()
    return (replica,) if current is replica else (replica, current)


def _values() -> tuple:
    return tuple(sorted(settings.ELASTICSEARCH.items()))


@lru_cache(maxsize=8)
def _tantivy(directory: str) -> Engine:
    from search.engines.tantivy import TantivyEngine

    return TantivyEngine(directory)


@lru_cache(maxsize=8)
def _elasticsearch(*values) -> Engine:
    from search.engines.elasticsearch import Connection, ElasticsearchEngine

    return ElasticsearchEngine(Connection(**dict(values)))
