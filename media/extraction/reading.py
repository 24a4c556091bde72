"""Reads the text of PDF, Office and plain files, up to a number of characters. Pure; raises what it meets."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from defusedxml import ElementTree
from pypdf import PdfReader

ENCODINGS = ("utf-8-sig", "gb18030")
MAX_PAGES = 2000
# Parts of an Office file in which people's words stand, and the element that ends a line there.
_PARTS = {
    "docx": (r"word/(document|footnotes|endnotes|header\d*|footer\d*)\.xml", "p"),
    "pptx": (r"ppt/(slides|notesSlides)/[^/]+\.xml", "p"),
    "xlsx": (r"xl/(sharedStrings|worksheets/[^/]+)\.xml", "si"),
}
MAX_PART_BYTES = 64 * 1024 * 1024


def text_of(path: Path, limit: int) -> str:
    """The text of the file, at most `limit` characters, with a line for each paragraph."""
    extension = path.suffix.lower().lstrip(".")
    pieces = _pdf(path) if extension == "pdf" else _office(path, extension)
    if extension in ("txt", "csv"):
        pieces = _plain(path, limit)
    return tidy("\n".join(_up_to(pieces, limit)))[:limit]


def tidy(text: str) -> str:
    """One space between words, none inside Chinese, no empty lines: PDF breaks lines inside sentences."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    joined = "\n".join(line for line in lines if line)
    return re.sub(r"(?<=[\u4e00-\u9fff，、])[ \n](?=[\u4e00-\u9fff])", "", joined)


def _up_to(pieces: Iterator[str], limit: int) -> Iterator[str]:
    length = 0
    for piece in pieces:
        yield piece
        length += len(piece)
        if length > limit:
            return


def _pdf(path: Path) -> Iterator[str]:
    reader = PdfReader(path)
    if reader.is_encrypted and not reader.decrypt(""):
        raise ValueError("encrypted")
    for number, page in enumerate(reader.pages):
        if number == MAX_PAGES:
            return
        yield page.extract_text()


def _office(path: Path, extension: str) -> Iterator[str]:
    wanted, ending = _PARTS[extension]
    with zipfile.ZipFile(path) as archive:
        for part in sorted(archive.infolist(), key=lambda part: (len(part.filename), part.filename)):
            if re.fullmatch(wanted, part.filename) and part.file_size <= MAX_PART_BYTES:
                with archive.open(part) as stream:
                    yield from _lines(stream, ending)


def _lines(stream, ending: str) -> Iterator[str]:
    words: list[str] = []
    for _, element in ElementTree.iterparse(stream, events=("end",)):
        name = element.tag.rpartition("}")[2]
        if name == "t" and element.text:
            words.append(element.text)
        elif name in ("tab", "br"):
            words.append(" ")
        elif name == ending:
            yield "".join(words)
            words = []
        if name in ("p", "si", "row"):
            element.clear()
    if words:
        yield "".join(words)


def _plain(path: Path, limit: int) -> Iterator[str]:
    with path.open("rb") as file:
        data = file.read(4 * limit)
    for encoding in ENCODINGS:
        try:
            yield data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return
    yield data.decode(ENCODINGS[0], "ignore")
