"""The lowest door: unreviewed words do not become public, whoever asks and by whatever way.

The framework publishes through many actions (publish, copy, alias, schedule, move, privacy). All of them end
in the saving of a page, a revision or a restriction, or in a move; each of those is asked here.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.db.models.signals import m2m_changed, pre_delete, pre_save
from django.utils.translation import gettext as _
from wagtail.models import Page, PageViewRestriction, Revision, get_page_models
from wagtail.signals import pre_page_move

from cms.campaigns.permissions import is_approved
from cms.core.errors import RuleBroken
from cms.core.personal_data import refuse_personal_numbers

# What the framework notes about a page: nothing the public reads.
BOOKKEEPING = {
    "pk", "path", "depth", "numchild", "url_path", "content_type", "locale", "translation_key", "alias_of",
    "owner", "live", "live_revision", "has_unpublished_changes", "draft_title", "latest_revision",
    "latest_revision_created_at", "first_published_at", "last_published_at", "go_live_at", "expire_at",
    "expired", "locked", "locked_at", "locked_by", "wagtail_admin_comments", "published_in_private",
}  # fmt: skip

_founding = ContextVar("founding", default=False)


@contextmanager
def founding():
    """What a new site stands on is put up without review. For installation and tests, never for a view."""
    token = _founding.set(True)
    try:
        yield
    finally:
        _founding.reset(token)


def is_founding() -> bool:
    return _founding.get()


def unreviewed(revision: Revision | None) -> list[str]:
    """Why these words may not be published, in words; [] when a review approved exactly them."""
    if is_founding() or (revision is not None and is_approved(revision)):
        return []
    return [_("请先提交审核：须经初审、复审、终审通过后才能发布，且审核之后文字没有再改动。")]


def before_page_is_saved(sender, instance: Page, raw=False, update_fields=None, **kwargs) -> None:
    """Refuse a page that would show the public words no review approved."""
    if raw or instance.depth == 1:
        return
    if instance._state.adding and instance.alias_of_id:
        raise RuleBroken(_("不能建立镜像页：它会不经审核随原页改变。请复制后提交审核，或改用链接。"))
    if instance._state.adding and not is_founding():
        # Copies are made without being read, and made one by one.
        refuse_personal_numbers(instance)
    stored = None if instance._state.adding else sender._base_manager.filter(pk=instance.pk).first()
    saved = BOOKKEEPING.union(_words(instance)) if update_fields is None else set(update_fields)
    is_live = instance.live if "live" in saved or stored is None else stored.live
    if not is_live or not _shows_something_new(stored, instance, saved):
        return
    if stored is not None and instance.alias_of_id and instance.alias_of.live:
        # Made before mirrors were closed: it follows what a review approved.
        return
    problems = unreviewed(instance.live_revision)
    if hasattr(instance, "publishing_problems"):
        problems += instance.publishing_problems()
        instance.published_in_private = bool(instance.get_view_restrictions())
    if problems:
        raise RuleBroken(problems)


def before_revision_is_saved(sender, instance: Revision, raw=False, **kwargs) -> None:
    """Refuse to schedule words that no review approved."""
    if raw or not instance.approved_go_live_at or not issubclass(instance.content_type.model_class(), Page):
        return
    if problems := unreviewed(instance if instance.pk else None):
        raise RuleBroken(problems)


def before_page_moves(sender, instance: Page, parent_page_before, parent_page_after, **kwargs) -> None:
    """Refuse to carry out of a private place what was approved for its readers only."""
    kept = set(parent_page_after.get_view_restrictions().values_list("pk", flat=True))
    lost = set(parent_page_before.get_view_restrictions().values_list("pk", flat=True)) - kept
    if lost and _was_approved_in_private(instance):
        raise RuleBroken(
            _("有页面是作为内部内容审核的，移出后看得到的人就变了。请先撤回它，移动后再提交审核。")
        )


def before_restriction_is_lifted(sender, instance: PageViewRestriction, origin=None, **kwargs) -> None:
    """Refuse to open a private place while it holds live pages; a deleted page takes its own along."""
    if origin is not None and getattr(origin, "model", type(origin)) is not PageViewRestriction:
        return
    _refuse_opening(instance)


def before_restriction_is_saved(sender, instance: PageViewRestriction, raw=False, **kwargs) -> None:
    """Refuse to change who may read a private place with live pages; a new password changes nobody."""
    if raw or instance._state.adding:
        return
    before = PageViewRestriction.objects.filter(pk=instance.pk).first()
    if before and (before.restriction_type, before.page_id) != (instance.restriction_type, instance.page_id):
        _refuse_opening(before)


def before_readers_change(sender, instance, action: str, reverse=False, pk_set=None, **kwargs) -> None:
    """Refuse to change which groups may read a private place with live pages.

    The framework gives a new restriction its groups right after it is made: those change nobody.
    """
    if reverse:
        # From the side of a group, which has no form here.
        held = PageViewRestriction.objects.filter(pk__in=pk_set or instance.pageviewrestriction_set.all())
    else:
        held = PageViewRestriction.objects.filter(pk=instance.pk)
    if action in ("pre_add", "pre_remove", "pre_clear"):
        for restriction in held.filter(groups__isnull=False).distinct():
            _refuse_opening(restriction)


def _refuse_opening(restriction: PageViewRestriction) -> None:
    if _was_approved_in_private(restriction.page):
        raise RuleBroken(_("其下有页面是作为内部内容审核的。请先撤回它，再改变谁可以看，然后提交审核。"))


def _was_approved_in_private(page: Page) -> bool:
    """Whether words live there or below were never approved for everybody."""
    return any(
        model.objects.descendant_of(page, inclusive=True).live().filter(published_in_private=True).exists()
        for model in get_page_models()
        if hasattr(model, "published_in_private")
    )


def _shows_something_new(stored: Page | None, page: Page, saved: set[str]) -> bool:
    if stored is None or not stored.live:
        return True
    if "live_revision" in saved and stored.live_revision_id != page.live_revision_id:
        return True
    before, after = _words(stored), _words(page)
    return any(before[name] != after[name] for name in before if name in saved)


def _words(page: Page) -> dict:
    return {name: value for name, value in page.serializable_data().items() if name not in BOOKKEEPING}


def connect() -> None:
    for model in get_page_models():
        pre_save.connect(before_page_is_saved, sender=model)
    pre_save.connect(before_revision_is_saved, sender=Revision)
    pre_save.connect(before_restriction_is_saved, sender=PageViewRestriction)
    m2m_changed.connect(before_readers_change, sender=PageViewRestriction.groups.through)
    pre_delete.connect(before_restriction_is_lifted, sender=PageViewRestriction)
    pre_page_move.connect(before_page_moves)
