"""The files of the library: none has a public address; readers of a page that offers it get it."""

from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.views.decorators.http import require_safe
from wagtail.documents.views.serve import serve
from wagtail.users.models import UserProfile

from cms.accounts.permissions import works_in_admin
from cms.campaigns.queries.offering import accepts, is_offered_to, is_public, keeps_out, may_have
from media.models import LibraryDocument, LibraryRendition

# What the library makes of pictures; nothing else is shown by a browser under our name.
PICTURE_TYPES = {
    "avif": "image/avif", "gif": "image/gif", "jpg": "image/jpeg", "jpeg": "image/jpeg",
    "png": "image/png", "webp": "image/webp",
}  # fmt: skip
KEPT_SECONDS = 3600


@require_safe
def document(request, document_id, document_filename):
    """One document, as the framework serves it, for those who may have it; others learn of no such file."""
    asked = get_object_or_404(LibraryDocument.objects.select_related("collection"), pk=document_id)
    if not (may_have(request.user, asked) or is_offered_to(request, asked)):
        raise Http404
    if keeps_out(asked.collection, request.user):
        raise PermissionDenied
    return _for_whom(serve(request, document_id, document_filename), is_public(asked))


@require_safe
def picture(request, name):
    """A picture as pages show it, or a colleague's portrait; originals are given to nobody."""
    if works_in_admin(request.user) and UserProfile.objects.filter(avatar=name).exists():
        return _for_whom(_picture(name), False)
    rendition = get_object_or_404(LibraryRendition.objects.select_related("image__collection"), file=name)
    shown, open_to_all = rendition.image, is_public(rendition.image)
    at_hand = open_to_all or may_have(request.user, shown)
    if not at_hand and not (accepts(shown.collection, request) and is_offered_to(request, shown)):
        raise Http404
    return _for_whom(_picture(name), open_to_all)


def _picture(name: str) -> FileResponse:
    kind = PICTURE_TYPES.get(name.rpartition(".")[2].lower())
    if kind is None:
        raise Http404
    try:
        file = default_storage.open(name)
    except (OSError, ValueError) as error:
        raise Http404 from error
    return FileResponse(file, content_type=kind, headers={"Content-Security-Policy": "default-src 'none'"})


def _for_whom(response, open_to_all: bool):
    """What is public may stay in the visitor's own browser for a while; what is not, nowhere."""
    if open_to_all:
        patch_cache_control(response, private=True, max_age=KEPT_SECONDS)
    else:
        add_never_cache_headers(response)
    return response
