"""So many questions a minute from one address; more wait. Kept in the cache, never as the address itself."""

import functools
import time

from django.core.cache import cache
from django.http import JsonResponse
from django.utils.translation import gettext as _

from cms.core.addresses import client_address, neighbourhood
from cms.core.protected import fingerprint

WINDOW_SECONDS = 60


def limited(name: str, per_minute: int):
    """Decorates a JSON view: past the limit it answers 429 and says when to come back."""

    def decorate(view):
        @functools.wraps(view)
        def guarded(request, *args, **kwargs):
            wait = seconds_to_wait(request, name, per_minute)
            if not wait:
                return view(request, *args, **kwargs)
            error = {"error": f"请求过于频繁，每分钟至多 {per_minute} 次，请 {wait} 秒后再试。"}
            return JsonResponse(error, status=429, headers={"Retry-After": str(wait)})

        return guarded

    return decorate


def seconds_to_wait(request, name: str, per_minute: int, asker: str = "") -> int:
    """Count one more question of this asker; 0 within the limit, else after how long to come back.

    Askers are told apart by where they ask from, unless it is known who asks.
    """
    now = time.time()
    window = int(now // WINDOW_SECONDS)
    if _count(f"rate:{name}:{window}:{asker or whose(request)}") <= per_minute:
        return 0
    return int((window + 1) * WINDOW_SECONDS - now) + 1


def told_to_wait(seconds: int) -> str:
    """What a page says to whoever sends forms too fast."""
    return _("提交得太快了，请 %(seconds)d 秒后再试。") % {"seconds": seconds}


def whose(request) -> str:
    """Tells one asker from another without the address."""
    return fingerprint(neighbourhood(client_address(request)) or "?", "rate")


def _count(key: str) -> int:
    """How often the key was counted; where two requests meet one count may be lost, which is no harm."""
    cache.add(key, 0, 2 * WINDOW_SECONDS)
    try:
        return cache.incr(key)
    except ValueError:
        return 1
