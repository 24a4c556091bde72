"""Whoever changes what is public changes in the same transaction what is found.

Pages and documents become public or private without being saved themselves: with a page above them, a
restriction, a page that offers them, their collection.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from wagtail.log_actions import get_active_log_context
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Page,
    PageLogEntry,
    PageViewRestriction,
    ReferenceIndex,
)
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from cms.campaigns.models import PublicPage
from cms.campaigns.models.downloads import problems_of_file
from cms.campaigns.models.publicity import is_founding
from cms.campaigns.queries.offering import is_public
from cms.campaigns.search_documents import PAGE_TYPES
from cms.campaigns.services import library
from cms.core import audit
from media.models import LibraryDocument
from media.signals import document_given
from search.service import catch_up, reindex

# What of a page's history belongs in the audit trail, and by which verb.
TRAIL = {
    "wagtail.create": "create",
    "wagtail.edit": "change",
    "wagtail.revert": "change",
    "wagtail.copy": "copy",
    "wagtail.delete": "delete",
    "wagtail.move": "relocate",
    "wagtail.publish": "publish",
    "wagtail.publish.schedule": "schedule",
    "wagtail.publish.scheduled": "publish",
    "wagtail.schedule.cancel": "unschedule",
    "wagtail.unpublish": "withdraw",
    "wagtail.unpublish.scheduled": "withdraw",
    "wagtail.view_restriction.create": "close",
    "wagtail.view_restriction.edit": "close",
    "wagtail.view_restriction.delete": "open",
    "wagtail.workflow.start": "submitted",
    "wagtail.workflow.resume": "submitted",
    "wagtail.workflow.approve": "approved",
    "wagtail.workflow.reject": "returned",
    "wagtail.workflow.cancel": "cancel",
}


def listen() -> None:
    post_save.connect(note_in_trail, PageLogEntry)
    for model in library.SHOWN:
        pre_save.connect(library.keep_what_is_shown, model)
        pre_delete.connect(library.keep_what_is_used, model)
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(_page_changed, dispatch_uid=f"campaigns.signals.{id(signal)}")
    for signal in (post_save, post_delete):
        signal.connect(_pages_closed, PageViewRestriction, dispatch_uid=f"campaigns.pages.{id(signal)}")
        signal.connect(
            _collections_closed, CollectionViewRestriction, dispatch_uid=f"campaigns.files.{id(signal)}"
        )
    for model in (PageViewRestriction, CollectionViewRestriction):
        m2m_changed.connect(note_readers, model.groups.through)
    post_save.connect(note_folder_closed, CollectionViewRestriction)
    post_delete.connect(note_folder_opened, CollectionViewRestriction)
    document_given.connect(_offered_file_replaced, dispatch_uid="campaigns.document_given")
    post_delete.connect(_collections_closed, Page, dispatch_uid="campaigns.page_deleted")
    post_save.connect(_collection_saved, Collection, dispatch_uid="campaigns.collection_saved")


def note_in_trail(sender, instance: PageLogEntry, created: bool, raw: bool = False, **kwargs) -> None:
    """What the framework writes into a page's history stands in the audit trail too; autosaves stand once."""
    if raw or not created or instance.action not in TRAIL:
        return
    # What a new site stands on is nobody's writing.
    if is_founding() and instance.user is None:
        return
    same = PageLogEntry.objects.filter(
        uuid=instance.uuid, action=instance.action, page_id=instance.page_id
    ).exclude(pk=instance.pk)
    if instance.uuid is None or not same.exists():
        audit.record(
            instance.user, f"campaigns.page.{TRAIL[instance.action]}", instance.page.specific_deferred
        )


def note_readers(sender, instance, action: str, reverse=False, **kwargs) -> None:
    """Which groups may see a place stands in the trail; the framework's history does not tell."""
    if reverse or is_founding() or action not in ("post_add", "post_remove", "post_clear"):
        return
    page = getattr(instance, "page", None)
    kind, place = ("page", page.specific_deferred) if page else ("collection", instance.collection)
    names = sorted(instance.groups.values_list("name", flat=True))
    audit.record(get_active_log_context().user, f"campaigns.{kind}.readers", place, readers=names)


def note_folder_closed(sender, instance: CollectionViewRestriction, raw=False, **kwargs) -> None:
    """As the framework notes it of pages."""
    if not raw:
        kind = str(instance.get_restriction_type_display())
        user = get_active_log_context().user
        audit.record(user, "campaigns.collection.close", instance.collection, readers=kind)


def note_folder_opened(sender, instance: CollectionViewRestriction, origin=None, **kwargs) -> None:
    # A deleted folder takes its own along.
    if origin is None or getattr(origin, "model", type(origin)) is CollectionViewRestriction:
        audit.record(get_active_log_context().user, "campaigns.collection.open", instance.collection)


def documents_moved(request, action: str, objects: list, view) -> None:
    """After one of the library's bulk actions, which change rows without saving them one by one."""
    if objects and isinstance(objects[0], LibraryDocument):
        reindex(LibraryDocument.objects.filter(pk__in=[document.pk for document in objects]))


def _page_changed(sender, instance: Page, **kwargs) -> None:
    """A page's publication, withdrawal or move changes the address of all below it and what is offered."""
    if not issubclass(sender, PublicPage):
        return
    # The framework notes what a page links to in the background; what is public is known at once.
    ReferenceIndex.create_or_update_for_object(instance)
    for page_type in PAGE_TYPES:
        reindex(page_type.objects.descendant_of(instance, inclusive=True))
    catch_up(LibraryDocument)


def _offered_file_replaced(sender, document: LibraryDocument, **kwargs) -> None:
    """A file that the public can download now is read before another takes its place."""
    if document.pk and is_public(document) and (problems := problems_of_file(document)):
        raise ValidationError({"file": problems})


def _pages_closed(sender, **kwargs) -> None:
    for model in (*PAGE_TYPES, LibraryDocument):
        catch_up(model)


def _collections_closed(sender, **kwargs) -> None:
    catch_up(LibraryDocument)


def _collection_saved(sender, **kwargs) -> None:
    # A move is written after the save and tells nobody.
    transaction.on_commit(lambda: catch_up(LibraryDocument), robust=True)
