"""What the values of an xlsx file do not tell: hidden rows, struck-through cells, comments, error values."""

import re
import zipfile
from string import digits

from parts import attribute, is_true, local, parse, relations, sheet_parts

_PLACE = re.compile(r"([A-Z]+)(\d+)")
# What stands for the result of a formula that was never worked out, as where a program wrote the file.
UNRECKONED = "#CALC!"
STRINGS, STYLES = "xl/sharedStrings.xml", "xl/styles.xml"


class SheetMarks:
    """The marks of one sheet.

    `rows` by number: {"h": True, "s": [struck columns], "m": {column: comment}}; `errors` by row and column;
    `last` is the place of the last row and column that hold something.
    """

    def __init__(self):
        self.rows: dict[int, dict] = {}
        self.errors: dict[int, dict[int, str]] = {}
        self.last = (0, 0)

    def note_struck(self, row: int, column: int) -> None:
        self.rows.setdefault(row, {}).setdefault("s", []).append(column)


def read_marks(archive: zipfile.ZipFile) -> dict[str, SheetMarks]:
    """The marks of each sheet by its name."""
    names = set(archive.namelist())
    styles = _struck_styles(archive) if STYLES in names else set()
    strings = _struck_strings(archive) if STRINGS in names else set()
    found = {}
    for name, part in sheet_parts(archive).items():
        marks = SheetMarks()
        reader = _SheetReader(marks, styles, strings)
        parse(archive, part, reader.starts, reader.listen)
        reader.end_row()
        _read_comments(archive, part, marks, names)
        found[name] = marks
    return found


def column_of(letters: str) -> int:
    """A is 0, Z is 25, AA is 26."""
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1


def _strikes(attributes: dict[str, str]) -> bool:
    return is_true(attribute(attributes, "val") or "1")


def _struck_styles(archive) -> set[int]:
    """The formats of cells whose font is struck through."""
    struck: set[int] = set()
    formats: list[int] = []
    fonts = -1
    within = ""

    def group(name):
        def begin(attributes):
            nonlocal within
            within = name

        return begin

    def font(attributes):
        nonlocal fonts
        fonts += within == "fonts"

    def strike(attributes):
        if within == "fonts" and _strikes(attributes):
            struck.add(fonts)

    def form(attributes):
        if within == "cellXfs":
            formats.append(int(attributes.get("fontId", 0)))

    groups = {
        name: group(name) for name in ("fonts", "fills", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs")
    }
    parse(archive, STYLES, {**groups, "font": font, "strike": strike, "xf": form})
    return {place for place, used in enumerate(formats) if used in struck}


def _struck_strings(archive) -> set[int]:
    """Shared strings with a struck-through run."""
    struck: set[int] = set()
    items = -1

    def item(attributes):
        nonlocal items
        items += 1

    def strike(attributes):
        if _strikes(attributes):
            struck.add(items)

    parse(archive, STRINGS, {"si": item, "strike": strike})
    return struck


class _SheetReader:
    """Follows the cells of a sheet; cells and rows may leave out where they stand."""

    def __init__(self, marks: SheetMarks, styles: set[int], strings: set[int]):
        self.marks, self.styles, self.strings = marks, styles, strings
        self.row = self.number = 0
        self.place = self.told = ""
        # The place of the last filled cell of the row, or its number where it has none.
        self.filled: str | int | None = None
        self.inline = self.hidden_by_default = False
        self.kind: str | None = None
        self.starts = {
            "c": self.cell,
            "row": self.next_row,
            "v": self.value,
            "is": self.value,
            "f": self.formula,
            "strike": self.strike,
            "sheetFormatPr": self.format,
        }

    def listen(self, parser) -> None:
        self.parser = parser

    @property
    def column(self) -> int:
        letters = self.place.rstrip(digits)
        return column_of(letters) if letters else self.number

    def format(self, attributes: dict[str, str]) -> None:
        self.hidden_by_default = is_true(attributes.get("zeroHeight"))

    def next_row(self, attributes: dict[str, str]) -> None:
        self.end_row()
        number = attributes.get("r")
        self.row = int(number) if number else self.row + 1
        self.number, self.place = -1, ""
        hidden, height = attributes.get("hidden"), attributes.get("ht")
        own = "customHeight" in attributes and height is not None
        flat = own and float(height) == 0
        if is_true(hidden) or flat or (self.hidden_by_default and hidden is None and not own):
            self.marks.rows.setdefault(self.row, {})["h"] = True

    def cell(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r", "")
        # A cell that does not say where it stands follows the one before.
        self.number = self.number + 1 if not self.place else self.column + 1 if not place else self.number
        self.place = place
        kind = self.kind = attributes.get("t")
        self.inline = kind == "inlineStr"
        if kind == "e" or (kind == "s" and self.strings):
            self.told = ""
            self.parser.CharacterDataHandler = self.text
            self.parser.EndElementHandler = self.error_ends if kind == "e" else self.string_ends
        if self.styles and int(attributes.get("s", 0)) in self.styles:
            self.marks.note_struck(self.row, self.column)

    def formula(self, attributes: dict[str, str]) -> None:
        """A formula whose result no program has written: an empty text is one, nothing is none."""
        if self.kind not in ("e", "str", "s"):
            self.parser.CharacterDataHandler = self.text
            self.parser.EndElementHandler = self.formula_ends

    def value(self, attributes: dict[str, str]) -> None:
        self.filled = self.place or self.number

    def end_row(self) -> None:
        """Note how far what is filled goes."""
        if self.filled is not None:
            column = column_of(self.filled.rstrip(digits)) if isinstance(self.filled, str) else self.filled
            self.marks.last = (max(self.marks.last[0], self.row), max(self.marks.last[1], column + 1))
            self.filled = None

    def strike(self, attributes: dict[str, str]) -> None:
        if self.inline and _strikes(attributes):
            self.marks.note_struck(self.row, self.column)

    def text(self, data: str) -> None:
        self.told += data

    def error_ends(self, name: str) -> None:
        if local(name) == "c":
            told = next(iter(re.findall(r"#[A-Z0-9/!?_]+", self.told)), "#N/A")
            self.marks.errors.setdefault(self.row, {})[self.column] = told
            self._deaf()

    def formula_ends(self, name: str) -> None:
        if local(name) == "f":
            self.told = ""
        elif local(name) == "c":
            if not self.told.strip():
                self.marks.errors.setdefault(self.row, {})[self.column] = UNRECKONED
            self._deaf()

    def string_ends(self, name: str) -> None:
        if local(name) == "v" and self.told.strip().isdigit() and int(self.told) in self.strings:
            self.marks.note_struck(self.row, self.column)
        self._deaf()

    def _deaf(self) -> None:
        self.parser.CharacterDataHandler = self.parser.EndElementHandler = None


def _read_comments(archive, part: str, marks: SheetMarks, names: set[str]) -> None:
    texts: dict[str, str] = {}
    place, inside = "", False

    def comment(attributes):
        nonlocal place
        place = attributes.get("ref", "")

    def text(attributes):
        nonlocal inside
        inside = True

    def listen(parser):
        def end(name):
            nonlocal inside
            inside = inside and local(name) != "t"

        def told(data):
            if inside and place:
                texts[place] = (texts.get(place, "") + data)[:200]

        parser.EndElementHandler, parser.CharacterDataHandler = end, told

    for kind, target in relations(archive, part).values():
        if kind == "comments" and target in names:
            parse(archive, target, {"comment": comment, "t": text}, listen)
    for ref, told in texts.items():
        found = _PLACE.fullmatch(ref)
        if found and told.strip():
            row = marks.rows.setdefault(int(found[2]), {})
            row.setdefault("m", {})[column_of(found[1])] = told.strip()
