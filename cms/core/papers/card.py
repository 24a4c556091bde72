"""A picture of a title, for where a page is passed on."""

import json
from pathlib import Path

import typst
from django.conf import settings

from cms.core.papers.description import printable
from cms.core.papers.pdf import faces_of, fonts_of

WIDTH, HEIGHT = 1200, 630
_CARD = Path(__file__).with_name("card.typ").read_bytes()
_LONGEST = 60
# How long a title may be for which size, in points.
_SIZES = ((14, 48), (27, 38), (40, 31), (_LONGEST, 25))


def card_png(title: str, site: str) -> bytes:
    """The title on a card of 1200 × 630, cut after 60 characters. Raises NoChineseTypeface."""
    title = printable(title)
    title = title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1]}…"
    given = {
        "title": title,
        "size": next(size for longest, size in _SIZES if len(title) <= longest),
        "site": printable(site),
        "faces": faces_of(tuple(settings.PAPER_FONTS)),
    }
    compiler = typst.Compiler(
        font_paths=fonts_of(tuple(settings.PAPER_FONTS)),
        sys_inputs={"card": json.dumps(given, ensure_ascii=False)},
    )
    return compiler.compile(input=_CARD, format="png", ppi=144)
