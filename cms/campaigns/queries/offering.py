"""What of the library pages offer: a file goes to whoever may read a page that shows it or links to it."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from wagtail.documents.permissions import permission_policy as document_rights
from wagtail.images.permissions import permission_policy as image_rights
from wagtail.models import (
    BaseViewRestriction,
    Collection,
    CollectionViewRestriction,
    Page,
    ReferenceIndex,
)
from wagtail.query import PageQuerySet

from media.models import LibraryDocument, LibraryImage

LibraryItem = LibraryDocument | LibraryImage


def offered_documents() -> QuerySet[LibraryDocument]:
    """The documents that a page open to everyone links to and no closed collection holds."""
    links = list(_references(LibraryDocument).values_list("to_object_id", "object_id"))
    public = set(
        Page.objects.live().public().filter(pk__in={page for _, page in links}).values_list("pk", flat=True)
    )
    offered = {document for document, page in links if int(page) in public}
    return LibraryDocument.objects.filter(pk__in=offered, collection__in=open_collections())


def open_collections() -> QuerySet[Collection]:
    """Those that neither a restriction of their own nor one above them closes."""
    closed = Q(pk__in=())
    for restriction in CollectionViewRestriction.objects.select_related("collection"):
        closed |= Q(path__startswith=restriction.collection.path)
    return Collection.objects.exclude(closed)


def is_public(item: LibraryItem) -> bool:
    """Whether everybody may have the file of this item."""
    return not item.collection.get_view_restrictions() and pages_showing(item).public().exists()


def pages_showing(item: LibraryItem) -> PageQuerySet:
    """The live pages, open to all or not, on which the item stands or to which they link."""
    pages = _references(type(item)).filter(to_object_id=str(item.pk)).values_list("object_id", flat=True)
    return Page.objects.live().filter(pk__in=list(pages))


def may_have(user, item: LibraryItem) -> bool:
    """Whether a file is at hand for the account in the library itself."""
    rights = document_rights if isinstance(item, LibraryDocument) else image_rights
    return rights.user_has_any_permission_for_instance(user, ["add", "change", "choose"], item)


def is_offered_to(request, item: LibraryItem) -> bool:
    """Whether who asks may read a page that offers the file."""
    return any(accepts(page, request) for page in pages_showing(item))


def accepts(place: Page | Collection, request) -> bool:
    """Whether no restriction on the place or above it keeps out who asks."""
    return all(restriction.accept_request(request) for restriction in place.get_view_restrictions())


def keeps_out(place: Page | Collection, user) -> bool:
    """Whether a place is for groups that a signed-in account is not in: signing in again would not help."""
    if user.is_anonymous or user.is_superuser:
        return False
    closing = place.get_view_restrictions().filter(restriction_type=BaseViewRestriction.GROUPS)
    return any(not restriction.groups.filter(user=user).exists() for restriction in closing)


def turn_away(page: Page, request, *args) -> None:
    """Before a page is served: say no to whom the sign-in page would only send back, round and round."""
    if keeps_out(page, request.user):
        raise PermissionDenied


def _references(model: type[LibraryItem]) -> QuerySet[ReferenceIndex]:
    return ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(model),
        base_content_type=ContentType.objects.get_for_model(Page),
    )
