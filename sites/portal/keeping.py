"""What somebody wrote is not lost where they were signed out meanwhile or their page grew too old."""

import functools
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _

AUTOSAVE_HEADER = "X-Autosave"
# Never written into a page.
_SECRET = ("password", "csrfmiddlewaretoken")
SIGNED_OUT = _("您已退出登录，还没有保存。请按“保存”，按提示登录后再提交。")


def signed_in(view):
    """Decorates a page of the portal: who is signed out is sent to sign in, what they wrote is kept."""

    @functools.wraps(view)
    def guarded(request, *args, **kwargs):
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.headers.get(AUTOSAVE_HEADER):
            return JsonResponse({"errors": {"__all__": [str(SIGNED_OUT)]}}, status=401)
        if request.method == "POST" and is_from_here(request):
            return keep(request)
        return redirect_to_login(request.get_full_path(), reverse("portal:sign_in"))

    return guarded


def form_grew_old(request, reason=""):
    """Instead of Django's page about CSRF: say what to do, and carry on what was written."""
    if request.headers.get(AUTOSAVE_HEADER):
        return JsonResponse({"errors": {"__all__": [str(SIGNED_OUT)]}}, status=403)
    return keep(request)


def keep(request):
    """A page that holds the fields of the form and sends them again to where they were meant to go.

    A form that another site sent is not carried on: nobody is to confirm what they have not written.
    """
    ours = is_from_here(request)
    context = {
        "fields": _fields_of(request) if ours else [],
        "action": request.get_full_path(),
        "is_ours": ours,
        "had_files": bool(request.FILES),
        "sign_in_url": "" if request.user.is_authenticated else reverse("portal:sign_in"),
    }
    response = render(request, "portal/kept.html", context, status=403)
    add_never_cache_headers(response)
    return response


def has_written(request) -> bool:
    """Whether a person sends a form of ours with something in it, not a script that calls by itself."""
    if request.method != "POST" or not is_from_here(request) or not request.accepts("text/html"):
        return False
    return request.headers.get("x-requested-with") != "XMLHttpRequest" and bool(_fields_of(request))


def is_from_here(request) -> bool:
    """A browser says which site a form comes from; one that says nothing sends no form of another site."""
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.get_host()


def _fields_of(request) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if not any(secret in name for secret in _SECRET)
    ]
