"""A list to be signed at the door, as PDF: a code in every row, as letters and to be scanned."""

import json
from dataclasses import dataclass
from pathlib import Path

import segno
import typst
from django.conf import settings

from cms.core.papers.description import printable
from cms.core.papers.glyphs import refuse_boxes
from cms.core.papers.pdf import faces_of, fonts_of

_LAYOUT = (Path(__file__).parent / "sign_in.typ").read_bytes()


@dataclass(frozen=True)
class Row:
    number: str
    name: str
    place: str
    code: str
    remark: str = ""


@dataclass(frozen=True)
class SignInSheet:
    """`facts` are the lines below the title."""

    title: str
    facts: tuple[str, ...]
    rows: tuple[Row, ...]


def sign_in_pdf(sheet: SignInSheet) -> bytes:
    """The title and the headings stand on every page. Raises NoChineseTypeface."""
    directories = tuple(settings.PAPER_FONTS)
    given = {
        "title": printable(sheet.title),
        "facts": [printable(fact) for fact in sheet.facts],
        "faces": faces_of(directories),
        "rows": [
            {
                "cells": [printable(each) for each in (row.number, row.name, row.place, row.code)],
                "code": segno.make(row.code, error="m", micro=False).svg_inline(border=0, omitsize=True),
                "remark": printable(row.remark),
            }
            for row in sheet.rows
        ],
    }
    refuse_boxes({row.name: printable(row.name + row.place + row.remark) for row in sheet.rows})
    compiler = typst.Compiler(
        font_paths=fonts_of(directories), sys_inputs={"paper": json.dumps(given, ensure_ascii=False)}
    )
    return compiler.compile(input=_LAYOUT, format="pdf")
