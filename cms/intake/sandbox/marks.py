"""Hidden rows, struck-through cells and comments of an xlsx file, from its XML.

Small parts are parsed; sheets and shared strings, which may be large, are scanned block by block.
"""

import posixpath
import re
import zipfile

from defusedxml.ElementTree import fromstring
from limits import CELL_CHARACTERS, Refused

BLOCK = 1 << 20
# The longest tag, and the longest cell with its runs, that the end of a block may cut.
TAG = 4096
LONGEST_CELL = 1 << 18
LONGEST_ITEM = 8 * BLOCK
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
_CELL = re.compile(rb"<(?:\w+:)?c\b[^>]*[^/]>(?:<(?:\w+:)?f[^<]*</(?:\w+:)?f>)?(?:<(?:\w+:)?v>(\d+)<)?")
_NUMBER = re.compile(rb'\br="(\d+)"')
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_PLACE = re.compile(rb'\br="([A-Z]+)(\d+)"')
_STYLE = re.compile(rb'\bs="(\d+)"')
_SHARED = re.compile(rb'\bt="s"')
_INLINE = re.compile(rb'<(?:\w+:)?c\b[^>]*\bt="inlineStr"[^>]*><(?:\w+:)?is>.*?</(?:\w+:)?is>', re.S)
_ITEM = re.compile(rb"<(?:\w+:)?si>.*?</(?:\w+:)?si>", re.S)
_STRUCK = re.compile(rb'<(?:\w+:)?strike(?!\s+val="(?:0|false)")')


def read_marks(archive: zipfile.ZipFile) -> dict[str, dict[int, dict]]:
    """By sheet name and row number: {"h": True, "s": [struck columns], "m": {column: comment}}."""
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
        return {}
    targets = _relations(archive, "xl/workbook.xml")
    styles = _struck_styles(archive) if "xl/styles.xml" in names else set()
    strings = _struck_strings(archive) if "xl/sharedStrings.xml" in names else set()
    found = {}
    for sheet in _all(fromstring(archive.read("xl/workbook.xml")), "sheet"):
        _, part = targets.get(sheet.get(_RELATION), ("", ""))
        if part in names and part.endswith(".xml"):
            marks: dict[int, dict] = {}
            _scan_sheet(archive, part, marks, styles, strings)
            _read_comments(archive, part, marks, names)
            found[sheet.get("name")] = marks
    return found


def column_of(letters: str) -> int:
    """A is 0, Z is 25, AA is 26."""
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1


def _all(tree, name: str):
    return (element for element in tree.iter() if element.tag.rsplit("}", 1)[-1] == name)


def _relations(archive, part: str) -> dict[str, tuple[str, str]]:
    """Relation id → (kind, part) of a part; none where it has no relations."""
    folder, name = posixpath.split(part)
    listed = f"{folder}/_rels/{name}.rels"
    if listed not in archive.namelist():
        return {}
    return {
        relation.get("Id"): (
            relation.get("Type", "").rsplit("/", 1)[-1],
            posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/"),
        )
        for relation in _all(fromstring(archive.read(listed)), "Relationship")
    }


def _struck_styles(archive) -> set[int]:
    tree = fromstring(archive.read("xl/styles.xml"))
    fonts = next(_all(tree, "fonts"), ())
    struck = {
        place
        for place, font in enumerate(fonts)
        if any(mark.get("val") not in ("0", "false") for mark in _all(font, "strike"))
    }
    formats = next(_all(tree, "cellXfs"), ())
    return {place for place, style in enumerate(formats) if int(style.get("fontId", 0)) in struck}


def _struck_strings(archive) -> set[int]:
    """Shared strings with a struck-through run."""
    struck = set()
    for place, item in enumerate(_scan(archive, "xl/sharedStrings.xml", _ITEM)):
        if _STRUCK.search(item[0]):
            struck.add(place)
    return struck


def _scan(archive, part: str, pattern: re.Pattern, keep: int = TAG):
    """Matches of a pattern in a part, read block by block."""
    rest = b""
    with archive.open(part) as file:
        while block := file.read(BLOCK):
            rest += block
            if len(rest) > LONGEST_ITEM:
                raise Refused(f"有一个单元格超过 {CELL_CHARACTERS} 字，请删减后重试。")
            end = 0
            for match in pattern.finditer(rest):
                yield match
                end = match.end()
            # What begins near the end may go on in the next block.
            rest = rest[end:] if pattern is _ITEM else rest[max(end, len(rest) - keep) :]


def _scan_sheet(archive, part: str, marks: dict, styles: set[int], strings: set[int]) -> None:
    for match in _scan(archive, part, _ROW):
        number = _NUMBER.search(match[0])
        if number and _HIDDEN.search(match[0]):
            marks.setdefault(int(number[1]), {})["h"] = True
    for match in _scan(archive, part, _INLINE, keep=LONGEST_CELL):
        place = _PLACE.search(match[0])
        if place and _STRUCK.search(match[0]):
            _note_struck(marks, place)
    if not styles and not strings:
        return
    for match in _scan(archive, part, _CELL):
        style, place = _STYLE.search(match[0]), _PLACE.search(match[0])
        by_style = style and int(style[1]) in styles
        by_run = match[1] and _SHARED.search(match[0]) and int(match[1]) in strings
        if place and (by_style or by_run):
            _note_struck(marks, place)


def _note_struck(marks: dict, place: re.Match) -> None:
    row = marks.setdefault(int(place[2]), {})
    row.setdefault("s", []).append(column_of(place[1].decode()))


def _read_comments(archive, part: str, marks: dict, names: set[str]) -> None:
    for kind, target in _relations(archive, part).values():
        if kind != "comments" or target not in names:
            continue
        for comment in _all(fromstring(archive.read(target)), "comment"):
            place = re.fullmatch(r"([A-Z]+)(\d+)", comment.get("ref", ""))
            text = "".join(element.text or "" for element in _all(comment, "t")).strip()
            if place and text:
                row = marks.setdefault(int(place[2]), {})
                row.setdefault("m", {})[column_of(place[1])] = text[:200]
