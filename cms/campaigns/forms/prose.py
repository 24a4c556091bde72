"""The field in which prose is written: what is pasted or posted keeps its words and loses foreign formats."""

from bs4 import BeautifulSoup
from bs4.element import PreformattedString
from django.forms import Media
from draftjs_exporter.error import ExporterException
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.admin.rich_text.converters.editor_html import EditorHTMLConverter
from wagtail.admin.staticfiles import versioned_static

SEPARATOR = " ｜ "
# Their text is no words of the page.
_UNREAD = ["script", "style", "head", "title", "xml", "template"]
_HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
_LISTS = ["ul", "ol"]
_BLOCKS = ["p", "div", "li", "blockquote", "pre", "dt", "dd", "tr", "caption", *_HEADINGS]
_NOT_THE_EDITORS = (ValueError, TypeError, KeyError, AttributeError, ExporterException)


class ProseArea(DraftailRichTextArea):
    """The framework's editor, to which `paste.js` gives what Word and WPS put on the clipboard."""

    def value_from_datadict(self, data, files, name):
        try:
            return super().value_from_datadict(data, files, name)
        except _NOT_THE_EDITORS:
            return cleaned(str(data[name]), self.features)

    @property
    def media(self):
        return super().media + Media(js=[versioned_static("campaigns/paste.js")])


def cleaned(html: str, features: list[str]) -> str:
    """HTML from elsewhere as a field with these features stores it: every block and every row a line."""
    soup = BeautifulSoup(html, "html.parser")
    for unread in [*soup.find_all(_UNREAD), *soup.find_all(string=_is_no_text)]:
        unread.extract()
    for row in reversed(soup.find_all("tr")):
        _make_line(row)
    converter = EditorHTMLConverter(features)
    for element in reversed(soup.find_all(True)):
        _place(element, converter.whitelister.element_rules)
    return converter.to_database_format(str(soup)).strip()


def _is_no_text(string) -> bool:
    """Comments, and the conditions Word writes as declarations."""
    return isinstance(string, PreformattedString)


def _make_line(row) -> None:
    cells = [cell for cell in row.contents if cell.name or cell.strip()]
    row.string = SEPARATOR.join(" ".join(cell.stripped_strings) for cell in cells)


def _place(element, allowed) -> None:
    """Leave an element, whose contents are in place, only where the editor can open it."""
    element.attrs = {name: value for name, value in element.attrs.items() if name == "href"}
    is_block = element.name in _BLOCKS
    is_item = element.name == "li" and "li" in allowed and element.parent.name in _LISTS
    if (is_block or element.name in _LISTS) and not element.get_text(strip=True):
        element.decompose()
    elif is_item or element.name in _LISTS:
        return
    elif element.find([*_BLOCKS, *_LISTS]):
        element.unwrap()
    elif is_block and "li" in allowed and element.find_parent("li"):
        if element.previous_sibling:
            element.insert_before(" ")
        element.unwrap()
    elif is_block:
        element.name = "h3" if element.name in _HEADINGS and "h3" in allowed else "p"
