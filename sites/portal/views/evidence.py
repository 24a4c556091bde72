"""The one way to a photo or a document: for those who may see its activity."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from cms.core import audit
from cms.core.once import once
from cms.core.private_files import private_response
from cms.duties import services
from cms.duties.enums import EvidenceKind
from cms.duties.queries import evidence_to_see
from sites.portal.forms import ReplaceForm
from sites.portal.keeping import signed_in
from sites.portal.saying import outcome_of, tell_outcome
from sites.portal.views.steps import PHOTOS, mark_of, writable


@signed_in
@require_safe
def photo(request, pk, photo_pk):
    held = get_object_or_404(evidence_to_see(request.user), pk=photo_pk, activity=pk, kind=EvidenceKind.PHOTO)
    return private_response(held.file)


@signed_in
@require_safe
def document(request, pk, evidence_pk):
    """Taken away as a file, never shown in a page; who took it is on record, for it may name people."""
    seen = evidence_to_see(request.user).exclude(kind=EvidenceKind.PHOTO)
    held = get_object_or_404(seen, pk=evidence_pk, activity=pk)
    audit.record(request.user, "duties.evidence.download", held)
    return private_response(held.file, download_as=held.name)


@signed_in
@require_POST
def remove(request, pk, evidence_pk):
    held = _standing(request, pk, evidence_pk)
    tell_outcome(request, partial(services.remove_evidence, held, actor=request.user), _("已删除。"))
    return redirect("portal:edit", pk, PHOTOS)


@signed_in
@require_POST
def replace(request, pk, evidence_pk):
    """Put another file in the place of one; the earlier stays for reviewers."""
    held = _standing(request, pk, evidence_pk)
    form = ReplaceForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["file"]))
        return redirect("portal:edit", pk, PHOTOS)
    upload = form.cleaned_data["file"]
    told = {"actor": request.user, "instead_of": held}

    def put() -> int:
        if held.is_photo:
            return services.add_photo(held.activity, upload, **told).pk
        return services.add_document(held.activity, upload, held.kind, **told).pk

    if outcome_of(request, lambda: once(request, put, purpose=mark_of(upload)), f"“{upload.name}”"):
        messages.success(request, _("已更换。原来的一份留存备查。"))
    return redirect("portal:edit", pk, PHOTOS)


def _standing(request, pk, evidence_pk):
    activity = writable(request, pk)
    if activity is None:
        raise Http404
    return get_object_or_404(activity.evidence, pk=evidence_pk)
