"""A paper as a download."""

import io

from django.core.cache import cache
from django.http import FileResponse, Http404, HttpResponse

from cms.core.papers.description import Paper
from cms.core.papers.pdf import NoChineseTypeface, pdf_of
from cms.core.papers.word import word_of

FILES = {
    "docx": (word_of, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (pdf_of, "application/pdf"),
}
# A long list takes seconds to set.
KEPT_SECONDS = 24 * 3600


def paper_response(paper: Paper, kind: str, *, name: str = "", is_public: bool = False):
    """The paper as a file of `kind` (docx or pdf), named by its title unless told otherwise.

    What is public is made once a day: the same words, the same bytes. 404 for another kind; 503 in words
    where this machine has no Chinese type.
    """
    if kind not in FILES:
        raise Http404
    make, content_type = FILES[kind]
    try:
        if is_public:
            key = f"paper:{paper.checksum}:{kind}"
            content = cache.get_or_set(key, lambda: make(paper), KEPT_SECONDS)
        else:
            content = make(paper)
    except NoChineseTypeface as missing:
        return HttpResponse(str(missing), status=503, content_type="text/plain; charset=utf-8")
    response = FileResponse(
        io.BytesIO(content),
        as_attachment=True,
        filename=f"{name or paper.title}.{kind}",
        content_type=content_type,
    )
    if not is_public:
        response["Cache-Control"] = "private, no-store"
    return response
