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
from django.utils import timezone

from sites.kept_pages import generations

# Of a part in which nothing depends on the hour.
LONG = 60 * 60
# Of what each process keeps by itself: a law's whole text is read from where all find it.
SMALL = 50_000


def kept_part(
    request: HttpRequest,
    key: tuple[Any, ...],
    make: Callable[[], Any],
    *,
    seconds: int = 0,
    of: Iterable[str] | None = None,
) -> Any:
    """What `make` says, kept for `seconds` (by default as long as pages are) or until a record changes.

    `of` names the apps whose records alone count; by default any does.
    """
    known = getattr(request, "kept_generations", None)
    if known is None:
        return make()
    labels = [""] if of is None else list(of)
    # Asked once for a request, which sees nothing older than what they stand for.
    if new := [label for label in labels if label not in known]:
        known.update(zip(new, generations(new), strict=True))
    if not hasattr(request, "kept_where"):
        # For another host, or on another day, a part may be another one.
        request.kept_where = (request.get_host(), timezone.localdate())
    near, pages = caches["near"], caches["pages"]
    told = (*request.kept_where, *(known[label] for label in labels), *key)
    name = "part-" + hashlib.sha256(repr(told).encode()).hexdigest()
    # Under one name a part is never another one.
    kept = near.get(name)
    if kept is not None:
        return kept
    kept = pages.get(name)
    if kept is None:
        kept = make()
        # Not what may have been read before a change; nor nothing: addresses of nothing are without number.
        if kept is not None and generations([""])[0] == known[""]:
            pages.set(name, kept, seconds or settings.KEPT_PAGES_SECONDS)
    elif seconds and not (isinstance(kept, str) and len(kept) > SMALL):
        near.set(name, kept, seconds)
    return kept
