"""What a live page shows of the library stays as it was reviewed, and what is in use is not deleted."""

from django.utils.translation import gettext as _
from wagtail.models import ReferenceIndex

from cms.campaigns.queries.offering import LibraryItem, pages_showing
from cms.core.errors import RuleBroken
from media.models import LibraryDocument, LibraryImage

# What of an item its readers see or hear.
SHOWN = {
    LibraryImage: ("file", "alt_text", "source", "description"),
    LibraryDocument: ("file", "title", "source"),
}


def keep_what_is_shown(
    sender, instance: LibraryItem, raw: bool = False, update_fields=None, **kwargs
) -> None:
    """Refuse to change before the public's eyes what was reviewed with its page.

    Raises RuleBroken naming the pages. Called before every saving, and by the forms of the library.
    """
    shown = [name for name in SHOWN[type(instance)] if update_fields is None or name in update_fields]
    if raw or instance._state.adding or not _is_changed(instance, shown):
        return
    if pages := list(pages_showing(instance)):
        raise RuleBroken(
            _("“%(title)s”正在已发布的页面上：%(pages)s。请另传一份新的，换到页面上，再提交审核。")
            % {"title": instance.title, "pages": "、".join(page.title for page in pages)}
        )


def keep_what_is_used(sender, instance: LibraryItem, **kwargs) -> None:
    """Refuse to delete what something points to: a dead link would be left."""
    users = [str(user) for user, _references in ReferenceIndex.get_grouped_references_to(instance)]
    if users:
        raise RuleBroken(
            _("“%(title)s”还用在：%(users)s。请先从那里撤去，再删除。")
            % {"title": instance.title, "users": "、".join(users)}
        )


def _is_changed(item: LibraryItem, names: list[str]) -> bool:
    # Django tells a file not stored yet by this private name alone, which its stubs leave out.
    if "file" in names and not item.file._committed:  # type: ignore[union-attr]  # see above
        return True
    stored = type(item)._base_manager.filter(pk=item.pk).values(*names).first() if names else None
    return stored is not None and any(str(stored[name]) != str(getattr(item, name)) for name in names)
