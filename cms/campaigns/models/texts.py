"""The plain words of a page and where each stands: for the search and for the scan before publishing."""

import hashlib
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from wagtail.fields import RichTextField, StreamField

_TAG = re.compile(r"<[^>]+>")
_BREAK = re.compile(r"</(?:p|li|h\d|blockquote)>|<br ?/?>", re.IGNORECASE)


@dataclass(frozen=True)
class Passage:
    """A piece of text, the field it stands in and the place in words that an editor understands."""

    field: str
    where: str
    text: str


def passages(page) -> Iterator[Passage]:
    """Every text an editor wrote into `page`, in the order of its fields."""
    for field in page.text_fields:
        kind = page._meta.get_field(field)
        label = str(kind.verbose_name)
        value = getattr(page, field)
        if isinstance(kind, StreamField):
            yield from _of_stream(field, label, value)
        elif isinstance(kind, RichTextField):
            yield Passage(field, label, plain(value))
        elif isinstance(kind, models.CharField | models.TextField):
            yield Passage(field, label, value)


def gaps(page) -> Iterator[str]:
    """What is unfinished in `page`, and where, in words for the editor."""
    for field in page.text_fields:
        kind = page._meta.get_field(field)
        if isinstance(kind, StreamField):
            for position, child in enumerate(getattr(page, field), start=1):
                for problem in getattr(child.block, "problems", lambda value: ())(child.value):
                    yield f"{kind.verbose_name}第{position}块（{child.block.label}）{problem}。"


def plain(rich_text: str) -> str:
    """Rich text as plain text: its links' words, one line per block."""
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", rich_text))).strip()


def wording(page) -> str:
    return "\n".join(passage.text for passage in passages(page) if passage.text)


def fingerprint(page) -> str:
    """Of the exact wording; changes with every character."""
    return hashlib.sha256(wording(page).encode()).hexdigest()


def _of_stream(field: str, label: str, stream) -> Iterator[Passage]:
    for position, child in enumerate(stream, start=1):
        text = "\n".join(html.unescape(part) for part in child.block.get_searchable_content(child.value))
        yield Passage(field, f"{label}第{position}块（{child.block.label}）", text)
