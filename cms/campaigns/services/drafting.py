"""An article drafted from what is recorded elsewhere. Nothing of it is public before the three reviews."""

from collections.abc import Iterable
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.campaigns.models import ArticlePage
from cms.core.errors import require
from cms.core.writing import Action, anyone, writing
from media.models import LibraryImage

ADD_PICTURE = Action[LibraryImage]("media.libraryimage.create", _("新增"), anyone)


def add_picture(file: ContentFile, *, actor, title: str, source: str, alt_text: str = "") -> LibraryImage:
    """A picture, clean already, comes into the library."""
    image = LibraryImage(title=title, file=file, source=source, alt_text=alt_text, uploaded_by_user=actor)
    with writing(image, ADD_PICTURE, actor=actor):
        return image


@transaction.atomic
def draft_article(
    column: Page,
    *,
    actor,
    title: str,
    summary: str,
    source: str,
    paragraphs: Iterable[str],
    pictures: Iterable[ContentFile] = (),
) -> ArticlePage:
    """A draft below `column`, written by `actor`, who then does not review it.

    `paragraphs` are safe HTML. The pictures, clean already, come into the library; what is to be seen on
    them is for the editor to say. Raises RuleBroken where the words hold a personal number.
    """
    require(column.permissions_for_user(actor).can_add_subpage(), _("您不能在“%s”里写文章。") % column.title)
    body: list[dict[str, Any]] = [{"type": "paragraph", "value": each} for each in paragraphs]
    for number, file in enumerate(pictures, start=1):
        image = add_picture(file, actor=actor, title=f"{title}（{number}）", source=source)
        shown = {"image": image.pk, "alt_text": "", "decorative": False}
        body.append({"type": "picture", "value": {"image": shown, "caption": ""}})
    page = ArticlePage(title=title, summary=summary, source=source, owner=actor, live=False)
    page.body = page._meta.get_field("body").stream_block.to_python(body)
    column.add_child(instance=page)
    page.save_revision(user=actor)
    return page
