"""Parts that many pages share, or that cost most of a page, made once until a record changes.

They hold for pages that are not kept whole themselves: asked for with other words, or by who is signed in.
A part is the same for everybody; what it depends on stands in its key.
"""

import hashlib
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest

from sites.kept_pages import generations

# Of a part in which nothing depends on the hour.
LONG = 60 * 60


def kept_part(
    request: HttpRequest,
    key: tuple[Any, ...],
    make: Callable[[], Any],
    *,
    seconds: int = 0,
    of: Iterable[str] | None = None,
) -> Any:
    """What `make` says, kept for `seconds` (by default as long as pages are) or until a record changes.

    `of` names the apps whose records alone count; `make` reads all of them itself. By default any record
    counts, by the generation before the request's first query, so that nothing older outlives a change.
    """
    generation = getattr(request, "kept_generation", None)
    if generation is None:
        return make()
    if of is not None:
        generation = tuple(generations(of))
    pages = caches["pages"]
    name = "part-" + hashlib.sha256(repr((generation, *key)).encode()).hexdigest()
    kept = pages.get(name)
    if kept is None:
        kept = make()
        pages.set(name, kept, seconds or settings.KEPT_PAGES_SECONDS)
    return kept
