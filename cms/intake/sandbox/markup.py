"""Tables that programs save as a web page or as XML of 2003 and call .xls."""

import re
from html.parser import HTMLParser

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from limits import COLUMNS, ROWS, TOO_LONG, Refused
from parts import DAMAGED
from values import rows

_SPREADSHEET = "{urn:schemas-microsoft-com:office:spreadsheet}"
_STRIKING = {"s", "strike", "del"}
# Of a style sheet the classes and what is said of them.
_RULE = re.compile(r"\.([\w-]+)\s*\{([^}]*)\}")
_STRUCK = re.compile(r"line-through")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)")
_BREAKS = {"br", "p", "div", "li"}


def read_page(text: str) -> list[dict]:
    """Each table of a web page as a sheet."""
    page = _Page()
    page.feed(text)
    page.close()
    found = [table for table in page.tables if table.rows]
    if not found:
        raise Refused("这是网页，里面没有表格。请用表格软件另存为 xlsx 后重试。")
    return [
        {"name": f"表{place}" if len(found) > 1 else "表", "rows": table.marked(), "merges": table.merges}
        for place, table in enumerate(found, 1)
    ]


class _Table:
    def __init__(self):
        self.rows: list[list[str | None]] = []
        self.merges: list[list[int]] = []
        # Column → rows that a cell above still covers.
        self.covered: dict[int, int] = {}
        self.marks: dict[int, dict] = {}

    def marked(self) -> list[dict]:
        """The rows that hold something, with what is hidden or struck in them."""
        return [{**line, **self.marks.get(line["n"], {})} for line in rows(self.rows)]

    def begin_row(self, hidden: bool = False) -> None:
        if len(self.rows) > ROWS:
            raise Refused(TOO_LONG)
        self.rows.append([])
        if hidden:
            self.marks.setdefault(len(self.rows), {})["h"] = True
        self.fresh = dict(self.covered)
        self.covered = {column: left - 1 for column, left in self.covered.items() if left > 1}

    def add(self, text: str, across: int, down: int, struck: bool = False) -> None:
        row = self.rows[-1]
        while len(row) in self.fresh:
            row.append(None)
        column = len(row)
        if struck and text:
            self.marks.setdefault(len(self.rows), {}).setdefault("s", []).append(column)
        row += [text or None, *[None] * (across - 1)]
        for place in range(column, column + across):
            if down > 1:
                self.covered[place] = down - 1
        if down > 1:
            self.merges.append([len(self.rows), len(self.rows) + down - 1, column])


class _Page(HTMLParser):
    """Collects the cells of tables; one inside another belongs to the outer one's cell."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self.depth, self.cell, self.span, self.mute = 0, None, (1, 1), False
        self.outside: list[str] = []
        # What strikes out what stands there: open elements, the row, the cell; styles by class.
        self.striking: list[str] = []
        self.row_struck = self.cell_struck = False
        self.styles: dict[str, str] = {}

    def _style(self, attributes: dict) -> str:
        classes = (attributes.get("class") or "").split()
        return ";".join([attributes.get("style") or "", *(self.styles.get(each, "") for each in classes)])

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "table":
            self.depth += 1
            if self.depth == 1:
                self.tables.append(_Table())
                # What stands above a table is its title, as where a spreadsheet program opens the page.
                for line in "".join(self.outside).split("\n"):
                    if line.strip():
                        self.tables[-1].rows.append([line.strip()])
                self.outside = []
        elif tag in ("style", "script", "title"):
            self.mute = True
        elif self.depth == 1 and tag == "tr":
            self._end_cell()
            style = self._style(attributes)
            self.row_struck = bool(_STRUCK.search(style))
            self.tables[-1].begin_row("hidden" in attributes or bool(_HIDDEN.search(style)))
        elif self.depth == 1 and tag in ("td", "th"):
            self._end_cell()
            self.cell, self.striking = [], []
            self.cell_struck = self.row_struck or bool(_STRUCK.search(self._style(attributes)))
            self.span = (_span(attributes.get("colspan"), COLUMNS), _span(attributes.get("rowspan"), ROWS))
        elif tag in _BREAKS and self.cell:
            self.cell.append("\n")
        elif tag in _STRIKING or _STRUCK.search(self._style(attributes)):
            self.striking.append(tag)

    def handle_endtag(self, tag):
        if tag in self.striking:
            self.striking.remove(tag)
        if tag == "table" and self.depth:
            if self.depth == 1:
                self._end_cell()
            self.depth -= 1
        elif tag in ("style", "script", "title"):
            self.mute = False
        elif self.depth == 0:
            self.outside.append("\n")
        elif self.depth == 1 and tag in ("td", "th", "tr"):
            self._end_cell()

    def handle_data(self, data):
        if self.mute:
            self.styles |= dict(_RULE.findall(data))
        elif self.cell is not None:
            self.cell.append(data)
            self.cell_struck = self.cell_struck or bool(self.striking and data.strip())
        elif self.depth == 0:
            self.outside.append(data)

    def _end_cell(self) -> None:
        if self.cell is None:
            return
        if not self.tables[-1].rows:
            self.tables[-1].begin_row()
        self.tables[-1].add("".join(self.cell).strip(), *self.span, self.cell_struck)
        self.cell = None


def _span(value: str | None, most: int) -> int:
    return min(max(int(value), 1), most) if value and value.isdigit() and len(value) < 8 else 1


def read_spreadsheet(data: bytes) -> list[dict]:
    """The worksheets of an XML spreadsheet of 2003."""
    try:
        tree = fromstring(data)
    except (DefusedXmlException, SyntaxError, ValueError):
        raise Refused(DAMAGED) from None
    struck = {
        style.get(f"{_SPREADSHEET}ID")
        for style in tree.iter(f"{_SPREADSHEET}Style")
        for font in style.iter(f"{_SPREADSHEET}Font")
        if font.get(f"{_SPREADSHEET}StrikeThrough") == "1"
    }
    return [
        _worksheet(sheet, place, struck)
        for place, sheet in enumerate(tree.iter(f"{_SPREADSHEET}Worksheet"), 1)
    ]


def _worksheet(sheet, place: int, struck: set) -> dict:
    marks: dict[int, dict] = {}
    merges: list[list[int]] = []
    lines: dict[int, list] = {}
    number = 0
    for row in sheet.iter(f"{_SPREADSHEET}Row"):
        number = _index(row, number)
        if row.get(f"{_SPREADSHEET}Hidden") == "1" or row.get(f"{_SPREADSHEET}Height") == "0":
            marks.setdefault(number, {})["h"] = True
        cells: dict[int, str | None] = {}
        column = 0
        for cell in row.iter(f"{_SPREADSHEET}Cell"):
            column = _index(cell, column)
            cells[column - 1] = _value(cell)
            if cell.get(f"{_SPREADSHEET}StyleID") in struck:
                marks.setdefault(number, {}).setdefault("s", []).append(column - 1)
            note = "".join("".join(each.itertext()) for each in cell.iter(f"{_SPREADSHEET}Comment")).strip()
            if note:
                marks.setdefault(number, {}).setdefault("m", {})[column - 1] = note[:200]
            if down := _span(cell.get(f"{_SPREADSHEET}MergeDown"), ROWS) if _merged(cell) else 0:
                merges.append([number, number + down, column - 1])
            column += _span(cell.get(f"{_SPREADSHEET}MergeAcross"), COLUMNS) if _across(cell) else 0
        if cells:
            lines[number] = [cells.get(each) for each in range(min(max(cells) + 1, COLUMNS + 1))]
    found = [{**line, "n": place} for place in sorted(lines) for line in rows([lines[place]])]
    for line in found:
        line.update(marks.get(line["n"], {}))
    return {"name": sheet.get(f"{_SPREADSHEET}Name") or f"表{place}", "rows": found, "merges": merges}


def _index(element, before: int) -> int:
    told = element.get(f"{_SPREADSHEET}Index", "")
    return int(told) if told.isdigit() and len(told) < 8 else before + 1


def _merged(cell) -> bool:
    return cell.get(f"{_SPREADSHEET}MergeDown", "0") != "0"


def _across(cell) -> bool:
    return cell.get(f"{_SPREADSHEET}MergeAcross", "0") != "0"


def _value(cell):
    data = cell.find(f"{_SPREADSHEET}Data")
    if data is None:
        return None
    text = "".join(data.itertext())
    kind = data.get(f"{_SPREADSHEET}Type")
    if kind == "Number":
        try:
            return float(text)
        except ValueError:
            return text
    # A time of midnight is how this format writes a day.
    return text.removesuffix("T00:00:00.000") if kind == "DateTime" else text
