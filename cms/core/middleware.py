"""A rule that refuses is an answer, never a fault of the server."""

import logging
from functools import partial
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from cms.core.conflicts import SEEN
from cms.core.errors import NotAllowed, RuleBroken
from cms.core.once import FIELD as FORM_TOKEN
from cms.core.unreadable import what_is_unreadable
from search.chinese.numerals import typed_number

logger = logging.getLogger(__name__)
# Fields of a form that nobody typed.
_MACHINERY = (
    "csrfmiddlewaretoken",
    FORM_TOKEN,
    SEEN,
    "next",
    "action-",
    "comments-",
    "comment_",
    "w_",
    "_",
    "loaded_revision",
    "overwrite_revision",
)
BUTTON_ONLY = _("这一步要按页面上的按钮办理，不能直接打开这个网址。请回到原来的页面，再按一次按钮。")
GONE = _("这条记录已经不在了，可能刚被别人删除，所以没有保存。")
READ_ONLY = _("这个网址只供查看，不收提交的内容。请回到原来的页面重新办理。")


class SayWhyRefused:
    """Turns a refusal raised anywhere in a request into its sentence.

    A button's refusal is shown on the page it stands on. Where something was typed, an own page keeps it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path:
            # No record has such a name, and a database may not even be asked for it.
            raise Http404
        response = self.get_response(request)
        if response.status_code == 404 and _is_form_of_ours(request) and (typed := _typed(request)):
            return _as_page(request, [GONE], 404, typed)
        is_wordless = response.status_code == HttpResponseNotAllowed.status_code and not response.content
        return _say_how(request, response) if is_wordless else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, RuleBroken | NotAllowed):
            status = 403 if isinstance(exception, NotAllowed) else 409
        elif sentences := what_is_unreadable(request, exception):
            logger.warning("%s：%s：%s", request.path, type(exception).__name__, exception)
            exception, status = RuleBroken(sentences), 400
        else:
            return None
        if _wants_json(request):
            return _as_json(exception.messages, status)
        typed, origin = _typed(request), _origin(request)
        if request.method == "POST" and origin and not typed and hasattr(request, "_messages"):
            for sentence in exception.messages:
                messages.error(request, sentence)
            return HttpResponseRedirect(origin)
        return _as_page(request, exception.messages, status, typed)


def _say_how(request: HttpRequest, wordless: HttpResponse) -> HttpResponse:
    """A browser shows an answer without words as a fault of the site."""
    sentences = [BUTTON_ONLY if request.method == "GET" else READ_ONLY]
    say = _as_json if _wants_json(request) else partial(_as_page, request)
    response = say(sentences, wordless.status_code)
    response["Allow"] = wordless["Allow"]
    return response


def _as_json(sentences: list[str], status: int) -> JsonResponse:
    sentence = " ".join(map(str, sentences))
    answer = {"success": False, "error_code": "refused", "error_message": sentence, "detail": sentence}
    return JsonResponse(answer, status=status, json_dumps_params={"ensure_ascii": False})


def _as_page(request: HttpRequest, sentences: list[str], status: int, typed=()) -> HttpResponse:
    context = {"sentences": sentences, "typed": typed, "origin": _origin(request) or "/"}
    response = render(request, "core/refused.html", context, status=status)
    add_never_cache_headers(response)
    return response


def _is_form_of_ours(request: HttpRequest) -> bool:
    return request.method == "POST" and request.resolver_match is not None and not _wants_json(request)


def _wants_json(request: HttpRequest) -> bool:
    asked = request.headers.get("x-requested-with") == "XMLHttpRequest"
    return asked or request.content_type == "application/json" or not request.accepts("text/html")


def _origin(request: HttpRequest) -> str:
    """The page of this site that the request came from; "" when none is known to be safe to return to."""
    referrer = request.headers.get("referer", "")
    if not url_has_allowed_host_and_scheme(referrer, {request.get_host()}, require_https=request.is_secure()):
        return ""
    parts = urlsplit(referrer)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What the person wrote, by the fields' names; never a password."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if len(value.strip()) > 1
        and typed_number(value, None, digits=18) is None
        and not name.startswith(_MACHINERY)
        and "password" not in name
    ]
