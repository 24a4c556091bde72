"""The paper of certificates and badges, for the office and for whoever looks after the place."""

import io
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cms.core import audit
from cms.core.papers import NoChineseTypeface
from cms.core.papers.certificates import badges_pdf, certificates_pdf
from cms.people.exports.certificates import on_paper
from cms.people.queries import visible_certificates
from search.chinese.numerals import typed_number
from sites.portal.keeping import signed_in
from sites.portal.views.nominations import of_a_coordinator

# Fifty pages of ten.
MOST = 500


@signed_in
@require_safe
def certificates(request):
    """Those of the own places that stand, to print."""
    of_a_coordinator(request)
    standing = visible_certificates(request.user).filter(withdrawn_on=None)[:MOST]
    return render(request, "portal/certificates.html", {"certificates": standing})


@signed_in
@require_safe
def certificate_file(request, pk):
    of_a_coordinator(request)
    held = get_object_or_404(visible_certificates(request.user).filter(withdrawn_on=None), pk=pk)
    return _printed(request, certificates_pdf, [held], f"{held.number}.pdf")


@signed_in
@require_safe
def badges(request):
    """The cards of those asked for, or of all that stand in the own places."""
    of_a_coordinator(request)
    found = visible_certificates(request.user).filter(withdrawn_on=None)
    if keys := [typed_number(key) for key in request.GET.getlist("pk")[:MOST]]:
        found = found.filter(pk__in=[key for key in keys if key])
    held = list(found[:MOST])
    if not held:
        raise Http404
    return _printed(request, badges_pdf, held, "徽章卡.pdf")


def _printed(request, make, held, name: str):
    def link_of(number: str, code: str) -> str:
        query = urlencode({"number": number, "code": code})
        return request.build_absolute_uri(f"{reverse('public:certificate')}?{query}")

    try:
        content = make(on_paper(held, link_of))
    except NoChineseTypeface as missing:
        return HttpResponse(str(missing), status=503, content_type="text/plain; charset=utf-8")
    for each in held:
        audit.record(request.user, "people.certificate.print", each)
    response = FileResponse(io.BytesIO(content), as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return response
