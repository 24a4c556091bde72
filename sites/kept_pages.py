"""Pages for everybody, kept whole for a moment: made once, not for each who comes.

Only what a stranger without any cookie was told is kept, and given only to whoever is not signed in. Any
change of a record that the public may see makes all of them anew (`forget_after`), as soon as it is
committed; what no signal tells of, such as the hour, is at most `KEPT_PAGES_SECONDS` old.
"""

import hashlib
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, partial

from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import parse_header_parameters

from sites.public.size import COOKIE as SIZE
from sites.public.size import size_of

GENERATION = "generation"
# Counted for each who asks, or kept by their own means.
NOT_KEPT = ("/api/", "/search/", "/healthz", "/media/", "/documents/", "/static/", "/_util/")
NO_PAGES = ("/healthz", "/media/", "/static/")
KINDS = {"text/html", "application/xml", "application/atom+xml", "text/calendar", "text/plain"}
MOST_BYTES = 2_000_000
# A proxy in front may keep such a page for so long (seconds) and ask once for all who come meanwhile.
PROXY_KEEPS = 1
# Apps whose records no public page shows.
UNSEEN = {
    "accounts", "auth", "contenttypes", "core", "django_q", "inbox", "intake", "search", "sessions",
}  # fmt: skip

WATCHED: set[str] = set()


@dataclass(frozen=True)
class Kept:
    content: bytes
    headers: tuple[tuple[str, str], ...]
    etag: str


class KeptPagesMiddleware:
    """Stands before all others, the one that compresses too: what is kept is what goes over the wire."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.KEPT_PAGES_SECONDS or request.path.startswith(NO_PAGES):
            return self.get_response(request)
        # Read before the page is made: what changes meanwhile is of another generation. For kept_parts, too.
        generation = generations([""])[0]
        request.kept_generations = {"": generation}
        if not _asks_for_what_is_kept(request):
            return self.get_response(request)
        pages = caches["pages"]
        key = _key(request, generation)
        kept = pages.get(key)
        if kept is None:
            response = self.get_response(request)
            kept = _kept(request, response)
            if kept is None:
                return response
            pages.set(key, kept, settings.KEPT_PAGES_SECONDS)
        return _answer(request, kept)


def forget(*labels: str) -> None:
    """No page that is kept is given out any more, and no part of those apps (of none named: of any)."""
    changed = uuid.uuid4().hex
    names = [_name(label) for label in ("", *(labels or WATCHED))]
    caches["pages"].set_many(dict.fromkeys(names, changed), None)


@cache
def _forgetting(label: str) -> Callable[[], None]:
    """The same one each time: what many records of an app have done after the commit is done once."""
    return partial(forget, label)


def forget_after(sender, **kwargs) -> None:
    """Receives every change of a record: `forget`, as soon as it is committed."""
    if settings.KEPT_PAGES_SECONDS:
        transaction.on_commit(_forgetting(sender._meta.app_label))


def generations(labels: Iterable[str]) -> list[str]:
    """Another answer as soon as a record of one of these apps has changed."""
    names = [_name(label) for label in labels]
    found = caches["pages"].get_many(names)
    # A full cache drops what it likes: what was lost begins anew, and never where it once began.
    if lost := set(names) - set(found):
        begun = dict.fromkeys(lost, uuid.uuid4().hex)
        caches["pages"].set_many(begun, None)
        found |= begun
    return [found[name] for name in names]


def watch() -> None:
    """Each model by itself: a receiver for all would take from every table the quick way to delete."""
    for model in apps.get_models():
        if model._meta.app_label in UNSEEN:
            continue
        WATCHED.add(model._meta.app_label)
        for signal in (models.signals.post_save, models.signals.post_delete):
            signal.connect(forget_after, sender=model, dispatch_uid=f"kept_pages.{model._meta.label_lower}")
        for each in model._meta.local_many_to_many:
            through = getattr(model, each.name).through
            models.signals.m2m_changed.connect(
                forget_after, sender=through, dispatch_uid=f"kept_pages.{through._meta.label_lower}"
            )


def _asks_for_what_is_kept(request: HttpRequest) -> bool:
    if request.method != "GET":
        return False
    if request.path.startswith((*NOT_KEPT, *settings.PERSONAL_PREFIXES)):
        return False
    theirs = {settings.SESSION_COOKIE_NAME, "messages"}
    return theirs.isdisjoint(request.COOKIES) and "Authorization" not in request.headers


def _kept(request: HttpRequest, response: HttpResponse) -> Kept | None:
    """The answer as everybody may have it; None where it is somebody's own, or not to be kept."""
    kind = parse_header_parameters(response.get("Content-Type", ""))[0]
    control = response.get("Cache-Control", "")
    is_for_everybody = (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        # Who came with a token for forms has it in the page, and is sent no new one.
        and set(request.COOKIES) <= {SIZE}
        and kind in KINDS
        and not any(word in control for word in ("private", "no-store", "no-cache"))
        and len(response.content) <= MOST_BYTES
    )
    if not is_for_everybody:
        return None
    etag = response.get("ETag") or f'W/"{mark_of(response.content)}"'
    headers = {name: value for name, value in response.items() if name != "ETag"}
    return Kept(response.content, tuple(headers.items()), etag)


def mark_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


def _answer(request: HttpRequest, kept: Kept) -> HttpResponse:
    response = HttpResponse(kept.content)
    for name, value in kept.headers:
        response[name] = value
    response["ETag"] = kept.etag
    response["X-Accel-Expires"] = str(PROXY_KEEPS)
    return get_conditional_response(request, etag=kept.etag, response=response) or response


def _name(label: str) -> str:
    """The generation of an app; of "": of all pages."""
    return f"{GENERATION}-{label}"


def _key(request: HttpRequest, generation: str) -> str:
    zipped = "gzip" in request.headers.get("Accept-Encoding", "")
    asked = (
        generation,
        request.scheme,
        request.get_host(),
        request.get_full_path(),
        size_of(request),
        zipped,
    )
    return hashlib.sha256(repr(asked).encode()).hexdigest()
