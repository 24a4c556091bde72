"""Certificates and badge cards as PDF. What they say comes from the caller; the code leads to the check."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import segno
import typst
from django.conf import settings

from cms.core.papers.description import printable
from cms.core.papers.glyphs import refuse_boxes
from cms.core.papers.pdf import faces_of, fonts_of
from search.chinese.dates import chinese_date

_HERE = Path(__file__).parent
_CERTIFICATE, _BADGES = ((_HERE / f"{name}.typ").read_bytes() for name in ("certificate", "badges"))


@dataclass(frozen=True)
class CertificatePaper:
    """What stands on one certificate.

    `facts` are the lines beside the code, `link` is what it holds; `seal` is a PNG, none where empty.
    """

    title: str
    name: str
    words: str
    role: str
    community: str
    number: str
    facts: tuple[str, ...]
    link: str
    issuer: str
    signed_on: date
    seal: bytes = b""


def certificates_pdf(papers: Iterable[CertificatePaper]) -> bytes:
    """One page each. Raises NoChineseTypeface, and NoGlyph of whom it has no type for."""
    return _set(_CERTIFICATE, papers, "证书")


def badges_pdf(papers: Iterable[CertificatePaper]) -> bytes:
    """Ten cards a page. Raises NoChineseTypeface, and NoGlyph of whom it has no type for."""
    return _set(_BADGES, papers, "徽章卡")


def _set(template: bytes, papers: Iterable[CertificatePaper], title: str) -> bytes:
    directories = tuple(settings.PAPER_FONTS)
    papers = list(papers)
    refuse_boxes({f"{each.name}（{each.number}）": _text_of(each) for each in papers})
    # Each seal once, however many papers bear it: the setter takes text alone.
    seals = {paper.seal for paper in papers if paper.seal}
    given = {
        "title": title,
        "seals": {_name_of(seal): list(seal) for seal in seals},
        "faces": faces_of(directories),
        "certificates": [_content(paper) for paper in papers],
    }
    compiler = typst.Compiler(
        font_paths=fonts_of(directories), sys_inputs={"paper": json.dumps(given, ensure_ascii=False)}
    )
    return compiler.compile(input=template, format="pdf")


def _text_of(paper: CertificatePaper) -> str:
    return printable(
        "".join([paper.title, paper.name, paper.words, paper.community, paper.issuer, *paper.facts])
    )


def _name_of(seal: bytes) -> str:
    return hashlib.sha256(seal).hexdigest()


def _content(paper: CertificatePaper) -> dict:
    return {
        "title": printable(paper.title),
        "name": printable(paper.name),
        "words": printable(paper.words),
        "role": printable(paper.role),
        "community": printable(paper.community),
        "number": printable(paper.number),
        "facts": [printable(each) for each in paper.facts],
        "issuer": printable(paper.issuer),
        "signed_on": chinese_date(paper.signed_on),
        "seal": _name_of(paper.seal) if paper.seal else "",
        "code": segno.make(paper.link, error="m", micro=False).svg_inline(border=0, omitsize=True),
        "alt": "查验二维码",
    }
