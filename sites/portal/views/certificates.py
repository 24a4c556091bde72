"""The paper of certificates and badges, for the office and for whoever looks after the place."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms.core import audit
from cms.core.papers.certificates import badges_pdf, certificates_pdf
from cms.people.exports.certificates import on_paper
from cms.people.models import Certificate
from cms.people.queries import visible_certificates
from search.chinese.numerals import typed_number
from sites.portal.keeping import signed_in
from sites.portal.printed import printed
from sites.portal.views.nominations import of_a_coordinator

# Fifty pages of ten.
MOST = 500
PAGE_SIZE = 100


@signed_in
@require_safe
def certificates(request):
    """Those of the own places that are valid, to print."""
    of_a_coordinator(request)
    page = Paginator(_to_print(request), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "portal/certificates.html", {"page": page})


@signed_in
@require_safe
def certificate_file(request, pk):
    of_a_coordinator(request)
    held = get_object_or_404(_to_print(request), pk=pk)
    return _printed(request, certificates_pdf, [held], f"{held.number}.pdf")


@signed_in
@require_safe
def certificates_file(request):
    """The certificates of those asked for, one page each."""
    of_a_coordinator(request)
    return _printed(request, certificates_pdf, _chosen(request), "证书.pdf")


@signed_in
@require_safe
def badges(request):
    """The cards of those asked for, or of all that are valid in the own places."""
    of_a_coordinator(request)
    return _printed(request, badges_pdf, _chosen(request), "徽章卡.pdf")


def _to_print(request) -> QuerySet[Certificate]:
    """What the public check would not call valid is given to nobody any more."""
    return visible_certificates(request.user).valid(timezone.localdate())


def _chosen(request) -> list:
    """By key, by batch, or all that the account may see."""
    found = _to_print(request)
    if keys := [typed_number(key) for key in request.GET.getlist("pk")[:MOST]]:
        found = found.filter(pk__in=[key for key in keys if key])
    if (batch := request.GET.get("batch")) is not None:
        found = found.filter(batch=typed_number(batch) or 0)
    held = list(found[:MOST])
    if not held:
        raise Http404
    return held


def _printed(request, draw, held, name: str):
    def make(link_of) -> bytes:
        content = draw(on_paper(held, link_of))
        for each in held:
            audit.record(request.user, "people.certificate.print", each)
        return content

    return printed(request, make, name)
