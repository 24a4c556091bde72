"""The XML parts of a workbook, parsed as they are read: whatever quotes, prefixes and namespaces they use."""

import posixpath
import zipfile
from collections.abc import Callable
from xml.parsers import expat

from limits import Refused

DAMAGED = "文件内容无法识别，可能已损坏或不是表格。请用表格软件打开，另存为 xlsx 后重试。"
WORKBOOK = "xl/workbook.xml"
Starts = dict[str, Callable[[dict[str, str]], None]]


def parse(archive: zipfile.ZipFile, part: str, starts: Starts, listen=lambda parser: None) -> None:
    """Hand each element's attributes to what `starts` names for it; Refused where it is no honest XML.

    `listen` gets the parser, to hear of ends and texts only while they matter: a sheet has millions.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    known = _ByName(starts)

    def begin(name, attributes):
        handler = known[name]
        if handler:
            handler(attributes)

    def refuse(*_):
        raise Refused(DAMAGED)

    parser.StartElementHandler = begin
    # Who declares a document type wants entities expanded.
    parser.StartDoctypeDeclHandler = refuse
    listen(parser)
    try:
        with archive.open(part) as file:
            parser.ParseFile(file)
    except expat.ExpatError:
        raise Refused(DAMAGED) from None


class _ByName(dict):
    """Handlers by the whole name of an element, found by what follows its namespace."""

    def __init__(self, starts: Starts):
        self.starts = starts

    def __missing__(self, name: str):
        self[name] = found = self.starts.get(local(name))
        return found


def attribute(attributes: dict[str, str], name: str) -> str:
    """An attribute by its name without its namespace."""
    return next((value for key, value in attributes.items() if local(key) == name), "")


def is_true(value: str | None) -> bool:
    return value in ("1", "true", "on")


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Part by name of the sheet, in order; of sheets that hold cells."""
    names = set(archive.namelist())
    targets = relations(archive, WORKBOOK)
    found: dict[str, str] = {}

    def sheet(attributes):
        _, part = targets.get(attribute(attributes, "id"), ("", ""))
        if part in names and part.endswith(".xml"):
            found[attributes.get("name", "")] = part

    if WORKBOOK in names:
        parse(archive, WORKBOOK, {"sheet": sheet})
    return found


def relations(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Relation id → (kind, part) of a part; none where it has no relations."""
    folder, name = posixpath.split(part)
    listed = f"{folder}/_rels/{name}.rels"
    found: dict[str, tuple[str, str]] = {}

    def relation(attributes):
        kind = attributes.get("Type", "").rsplit("/", 1)[-1]
        target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "")))
        found[attributes.get("Id", "")] = (kind, target.lstrip("/"))

    if listed in archive.namelist():
        parse(archive, listed, {"Relationship": relation})
    return found


def local(name: str) -> str:
    """The name of an element without its namespace."""
    return name.rpartition(" ")[2]
