"""The paragraphs (款) and items (项) of an article, by which a reader cites. Pure: text in, parts out."""

import re
from dataclasses import dataclass

from search.chinese.numerals import CHARACTERS, format_chinese_number, parse_chinese_number

_ITEM = re.compile(rf"[（(]([{CHARACTERS}]+)[）)]")


@dataclass(frozen=True)
class Item:
    """An item as it is numbered in the text, its marks and what stands below it included."""

    number: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    number: int
    text: str
    items: tuple[Item, ...] = ()


def parts_of(text: str) -> tuple[Paragraph, ...]:
    """The lines of an article: one that begins with （一） is an item of the paragraph before it.

    A line below an item that begins with a digit (1.) goes on with the item; any other is a new paragraph.
    """
    paragraphs: list[Paragraph] = []
    for line in filter(str.strip, text.split("\n")):
        number = _item_number(line)
        if number and paragraphs:
            last = paragraphs[-1]
            paragraphs[-1] = Paragraph(last.number, last.text, (*last.items, Item(number, line)))
        elif paragraphs and paragraphs[-1].items and line.lstrip()[0].isdigit():
            last = paragraphs[-1]
            item = Item(last.items[-1].number, f"{last.items[-1].text}\n{line}")
            paragraphs[-1] = Paragraph(last.number, last.text, (*last.items[:-1], item))
        else:
            paragraphs.append(Paragraph(len(paragraphs) + 1, line))
    return tuple(paragraphs)


def part_label(paragraph: int, item: int = 0) -> str:
    """第二款第三项, as laws cite their parts."""
    told = f"第{format_chinese_number(paragraph)}款"
    return f"{told}第{format_chinese_number(item)}项" if item else told


def _item_number(line: str) -> int:
    match = _ITEM.match(line.lstrip())
    try:
        return parse_chinese_number(match[1]) if match else 0
    except ValueError:
        return 0
