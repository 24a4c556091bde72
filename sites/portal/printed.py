"""Certificates and proofs as files, each with the link by which anybody checks it."""

import io
from collections.abc import Callable
from urllib.parse import urlencode

from django.http import FileResponse, HttpResponse
from django.urls import reverse

from cms.core.papers import NoChineseTypeface


def printed(
    request, make: Callable[[Callable[[str, str], str]], bytes], name: str
) -> HttpResponse | FileResponse:
    """The file that `make` draws and notes in the trail; 503 in words where there is no Chinese typeface.

    `make` is given what turns a number and its code into the address of the check.
    """

    def link_of(number: str, code: str) -> str:
        query = urlencode({"number": number, "code": code})
        return request.build_absolute_uri(f"{reverse('public:certificate')}?{query}")

    try:
        content = make(link_of)
    except NoChineseTypeface as missing:
        return HttpResponse(str(missing), status=503, content_type="text/plain; charset=utf-8")
    response = FileResponse(io.BytesIO(content), as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return response
