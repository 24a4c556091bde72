from functools import lru_cache

from django.conf import settings

from search.engines.base import Engine


def current_engine() -> Engine:
    """The engine named by `SEARCH_ENGINE`."""
    return _engine(settings.SEARCH_ENGINE, str(settings.SEARCH_INDEX_DIR))


@lru_cache(maxsize=8)
def _engine(name: str, directory: str) -> Engine:
    from search.engines.tantivy import TantivyEngine

    return {"tantivy": TantivyEngine}[name](directory)
