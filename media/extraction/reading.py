"""Reads the words of PDF, Office and plain files, up to a number of characters. Pure; raises what it meets.

A document has words that its readers see, and others beside them: properties such as its author,
comments, addresses behind links, figures, hidden text. Those are no part of what it says, but whoever
downloads it has them.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING, BinaryIO

from defusedxml import ElementTree

if TYPE_CHECKING:
    from pypdf import PdfReader

_INSIDE = ("pdf", "docx", "pptx", "xlsx", "txt", "csv")
ENCODINGS = ("utf-8-sig", "gb18030")
MAX_PAGES = 2000
MAX_PART_BYTES = 64 * 1024 * 1024
# Parts of an Office file whose words its readers see, and the element that ends a line there.
_SHOWN = {
    "docx": (r"word/(document|footnotes|endnotes|header\d*|footer\d*)\.xml", "p"),
    "pptx": (r"ppt/slides/[^/]+\.xml", "p"),
    "xlsx": (r"xl/(sharedStrings|worksheets/[^/]+)\.xml", "si"),
}
# Everything else in which a person's words or figures may stand.
_BESIDE = re.compile(r"(word|ppt|xl|docProps|customXml)/.*\.(xml|rels)")
# Looks, not words: thousands of numbers that mean nothing.
_LOOKS = re.compile(
    r".*/(styles|stylesWithEffects|theme/.*|fontTable|settings|webSettings|numbering|calcChain)\.xml"
)
_ENDINGS = frozenset({"p", "si", "c", "row", "Relationship", "comment", "text", "pt"})


def text_of(file: BinaryIO, name: str, limit: int) -> tuple[str, str]:
    """What the file says and what stands beside it, each at most `limit` characters, in lines."""
    extension = PurePath(name).suffix.lower().lstrip(".")
    if extension == "zip":
        return _members(file, limit)
    if extension == "pdf":
        shown, beside = _pdf(file), _beside_pdf(file)
    elif extension in _SHOWN:
        shown, beside = _office(file, extension), _beside_office(file, extension)
    else:
        shown, beside = _plain(file, limit), iter(())
    return (
        tidy("\n".join(_up_to(shown, limit)))[:limit],
        "\n".join(dict.fromkeys(line for line in _up_to(beside, limit) if line.strip()))[:limit],
    )


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


def _members(file: BinaryIO, limit: int) -> tuple[str, str]:
    """The names in an archive, and beside them all that its files say."""
    names, beside = [], []
    with zipfile.ZipFile(file) as archive:
        for member in archive.infolist():
            names.append(member.filename)
            extension = PurePath(member.filename).suffix.lower().lstrip(".")
            if extension == "zip" or member.flag_bits & 1 or member.file_size > MAX_PART_BYTES:
                raise ValueError("an archive that cannot be looked through")
            if extension in _INSIDE:
                with archive.open(member) as inside:
                    beside += text_of(_whole(inside), member.filename, limit)
    return "\n".join(names)[:limit], "\n".join(beside)[: limit + 1]


def _whole(stream) -> BinaryIO:
    return io.BytesIO(stream.read(MAX_PART_BYTES))


def _pdf(file: BinaryIO) -> Iterator[str]:
    for page in _pages(file):
        yield page.extract_text()


def _pages(file: BinaryIO) -> Iterator:
    reader = _reader(file)
    for number, page in enumerate(reader.pages):
        if number == MAX_PAGES:
            return
        yield page


def _reader(file: BinaryIO) -> "PdfReader":
    # Half of the time in which the child of another kind of file would begin.
    from pypdf import PdfReader

    reader = PdfReader(file)
    if reader.is_encrypted and not reader.decrypt(""):
        raise ValueError("encrypted")
    return reader


def _beside_pdf(file: BinaryIO) -> Iterator[str]:
    reader = _reader(file)
    yield from (str(value) for value in (reader.metadata or {}).values())
    yield from (str(field.get("/V", "")) for field in (reader.get_fields() or {}).values())
    yield from reader.attachments
    for page in _pages(file):
        for annotation in page.get("/Annots") or ():
            held = annotation.get_object()
            action = held.get("/A")
            yield str(held.get("/Contents", ""))
            yield str(action.get_object().get("/URI", "")) if action else ""


def _office(file: BinaryIO, extension: str) -> Iterator[str]:
    wanted, ending = _SHOWN[extension]
    with zipfile.ZipFile(file) as archive:
        for part in _parts(archive):
            if re.fullmatch(wanted, part.filename):
                with archive.open(part) as stream:
                    yield from _lines(stream, ending)


def _beside_office(file: BinaryIO, extension: str) -> Iterator[str]:
    shown = _SHOWN[extension][0] if extension != "xlsx" else r"xl/sharedStrings\.xml"
    with zipfile.ZipFile(file) as archive:
        for part in _parts(archive):
            if _BESIDE.fullmatch(part.filename) and not _LOOKS.fullmatch(part.filename):
                words = not re.fullmatch(shown, part.filename)
                with archive.open(part) as stream:
                    yield from _all_of(stream, words)


def _parts(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    parts = [part for part in archive.infolist() if part.file_size <= MAX_PART_BYTES]
    return sorted(parts, key=lambda part: (len(part.filename), part.filename))


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


def _all_of(stream, words: bool) -> Iterator[str]:
    """All text of a part of which nothing is shown; of one that is shown, what is not: fields and figures."""
    line: list[str] = []
    for _, element in ElementTree.iterparse(stream, events=("end",)):
        name = element.tag.rpartition("}")[2]
        if element.text and (words or name in ("instrText", "delText")) and name != "f":
            line.append(_figure(element.text) if name == "v" else element.text)
        for attribute in ("Target", "name", "author", "descr", "title", "tooltip"):
            if value := element.get(attribute):
                yield value
        if name in _ENDINGS:
            yield "".join(line)
            line = []
            element.clear()
    yield "".join(line)


def _figure(text: str) -> str:
    """A figure as a person reads it: Excel writes a long one as 1.3800138E10."""
    return f"{float(text):.0f}" if re.fullmatch(r"\d(\.\d+)?[eE]\+?\d{1,2}", text) else text


def _plain(file: BinaryIO, limit: int) -> Iterator[str]:
    data = file.read(4 * limit)
    for encoding in ENCODINGS:
        try:
            yield data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return
    yield data.decode(ENCODINGS[0], "ignore")
