"""A paper as PDF, set by typst. What people wrote reaches it as data, never as markup."""

import json
from functools import cache
from pathlib import Path

import typst
from django.conf import settings
from django.utils import timezone

from cms.core.errors import RuleBroken
from cms.core.papers import layout
from cms.core.papers.description import Heading, NewPage, Paper, Paragraph, lines_of, printable
from search.chinese.dates import chinese_date

_SETTING = Path(__file__).with_name("paper.typ").read_bytes()


class NoChineseTypeface(RuleBroken):
    """The machine has nothing to set Chinese with."""

    WORDS = (
        "本机没有中文字体，无法生成 PDF。请管理员安装（例如 apt install fonts-noto-cjk），"
        "或用环境变量 PAPER_FONTS 指明字体所在的目录；Word 文件不受影响。"
    )

    def __init__(self, words: str = WORDS):
        super().__init__(words)

    def __str__(self) -> str:
        return "".join(self.messages)


def pdf_of(paper: Paper) -> bytes:
    """The paper as a tagged PDF with selectable text. Raises NoChineseTypeface."""
    fonts = fonts_of(tuple(settings.PAPER_FONTS))
    given = {**_content(paper), "faces": faces_of(tuple(settings.PAPER_FONTS)), "measures": layout.MEASURES}
    return typst.Compiler(
        font_paths=fonts, sys_inputs={"paper": json.dumps(given, ensure_ascii=False)}
    ).compile(input=_SETTING, format="pdf", timestamp=int(paper.made_at.timestamp()))


@cache
def fonts_of(directories: tuple[str, ...]) -> typst.Fonts:
    return typst.Fonts(include_embedded_fonts=False, font_paths=list(directories))


@cache
def faces_of(directories: tuple[str, ...]) -> dict[str, list[str]]:
    """The typefaces of the machine for each use, the best first."""
    held = set(fonts_of(directories).families())
    faces = {use: [name for name in names if name in held] for use, names in layout.IN_PDF.items()}
    if not all(faces.values()):
        raise NoChineseTypeface
    return faces


def _content(paper: Paper) -> dict:
    made = timezone.localtime(paper.made_at)
    return {
        "title": printable(paper.title),
        "subtitles": [printable(each) for each in paper.subtitles],
        "blocks": [each for block, number in paper.numbered() for each in _block(block, number)],
        "signature": printable(paper.signature),
        "signed_on": chinese_date(paper.signed_on) if paper.signed_on else "",
        "foot": printable(paper.foot),
        "landscape": paper.landscape,
        "made": [made.year, made.month, made.day, made.hour, made.minute, made.second],
    }


def _block(block, number: str) -> list[dict]:
    if isinstance(block, Heading):
        return [{"kind": "heading", "level": block.level, "text": number + " ".join(lines_of(block.text))}]
    if isinstance(block, NewPage):
        return [{"kind": "page", "title": printable(block.title)}]
    if isinstance(block, Paragraph):
        return [{"kind": "paragraph", "text": line} for line in lines_of(block.text)]
    head = len(block.head)
    cells = [
        {"lines": cell.lines, "x": column, "y": row, "columns": cell.columns, "rows": cell.rows}
        for row, column, cell in block.places()
    ]
    return [
        {
            "kind": "table",
            "caption": printable(block.caption),
            "widths": list(block.widths),
            "head": [cell for cell in cells if cell["y"] < head],
            "body": [cell for cell in cells if cell["y"] >= head],
        }
    ]
