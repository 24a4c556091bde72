"""Reads one Markdown file of a statute. Pure: text in, plain values or a reason out.

The form: title and history lines, `<!-- INFO END -->`, then headings (`#` to `####`) and paragraphs. A
paragraph that begins with 第…条 opens an article; what follows belongs to it until the next one or a heading.
"""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from search.chinese.numerals import CHARACTERS, parse_chinese_number

ENCODINGS = ("utf-8-sig", "gb18030")
MAX_BYTES = 5 * 1024 * 1024
_INFO_END = "<!-- INFO END -->"
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_NUMBER = rf"[{CHARACTERS}\d]+"
_ARTICLE = re.compile(rf"^(第\s*({_NUMBER})\s*条(?:\s*之\s*({_NUMBER}))?)([\s\u3000：:]+|$)(.*)", re.S)
# Without a space after it, 第…条 opens an article only where that number is due: else the sentence cites it.
_TIGHT = re.compile(rf"^(第\s*({_NUMBER})\s*条(?:\s*之\s*({_NUMBER}))?)()(.+)", re.S)
_DAY = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_FILE_DATE = re.compile(r"[(（](\d{4})-(\d{1,2})-(\d{1,2})[)）]$")
_AMENDMENT = re.compile(r"修正案|关于修改.*的决定|关于废止.*的决定")
_LEVEL = re.compile(r"(第.{1,6}?)(分编|编|章|节)")
_RANK = {"编": 1, "分编": 2, "章": 3, "节": 4}


class UnreadableStatute(ValueError):
    """A file that holds no law in this form; the message says why, in Chinese."""


@dataclass(frozen=True)
class Heading:
    """A part (rank 1), sub-part (2), chapter (3) or section (4); `before` counts the articles before it."""

    text: str
    rank: int
    before: int


@dataclass(frozen=True)
class ArticleText:
    number: int
    suffix: int
    label: str
    text: str
    path: tuple[str, ...]


@dataclass(frozen=True)
class StatuteText:
    """What one file says. `part` is the part of the law it holds, empty where it holds the whole."""

    title: str
    part: str
    history: tuple[str, ...]
    dated_on: date | None
    passed_on: date | None
    effective_on: date | None
    preamble: str
    headings: tuple[Heading, ...]
    articles: tuple[ArticleText, ...]


@dataclass
class _Body:
    headings: list[Heading] = field(default_factory=list)
    articles: list[list] = field(default_factory=list)
    preamble: list[str] = field(default_factory=list)
    path: dict[int, str] = field(default_factory=dict)
    # Whether paragraphs continue the last article.
    inside: bool = False


def read_statute(path: Path) -> StatuteText:
    """The statute in a file; UnreadableStatute with the reason where there is none."""
    return parse_statute(_decoded(path), path.stem)


def parse_statute(text: str, stem: str) -> StatuteText:
    """The statute in `text`, whose file is called `stem` without its ending."""
    head, body = _split(text)
    titles = [line.lstrip("#").strip() for line in head if line.startswith("#")]
    titles = list(dict.fromkeys(title for title in titles if title))
    title = titles[0] if titles else _FILE_DATE.sub("", stem).strip()
    history = tuple(line for line in head if not line.startswith("#"))
    parsed = _parse_body(body, skip=set(titles))
    passed, effective = _dates(history)
    dated = _file_date(stem) or _latest(history, passed)
    if _AMENDMENT.search(title) and not _counts_its_own(title, parsed.articles):
        raise UnreadableStatute("修正案或修改决定，不含独立条文")
    if title.endswith("修正案") and dated:
        # Each amendment of a law is a text of its own, no version of the one before.
        title = f"{title}（{dated.year}年）"
    if not parsed.articles:
        raise UnreadableStatute("没有找到以“第…条”开头的条文")
    return StatuteText(
        title=title,
        part=titles[1] if len(titles) > 1 else "",
        history=history,
        dated_on=dated,
        passed_on=passed,
        effective_on=effective,
        preamble="\n".join(parsed.preamble),
        headings=tuple(parsed.headings),
        articles=_articles(parsed.articles),
    )


def fingerprint(statute: StatuteText) -> str:
    """A hash by which an unchanged text is known."""
    return hashlib.sha256(repr(statute).encode()).hexdigest()


def article_number(label: str) -> tuple[int, int]:
    """第二百九十一条之二 → (291, 2); ValueError if it is no article number."""
    match = _ARTICLE.match(label.strip())
    if not match:
        raise ValueError(f"不是条号：{label!r}")
    return parse_chinese_number(match[2]), parse_chinese_number(match[3]) if match[3] else 0


def _decoded(path: Path) -> str:
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableStatute(f"文件超过 {MAX_BYTES // 1024 // 1024} MB")
    data = path.read_bytes()
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableStatute("文字编码无法识别，请另存为 UTF-8")


def _split(text: str) -> tuple[list[str], list[str]]:
    """The lines above and below the end of the information; without a mark, the first article parts them."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _INFO_END in text:
        head, body = text.split(_INFO_END, 1)
        return _lines(head), _lines(body)
    lines = _lines(text)
    for place, line in enumerate(lines):
        if _ARTICLE.match(line) or (line.startswith("##") and place):
            return lines[:place], lines[place:]
    return lines, []


def _lines(text: str) -> list[str]:
    plain = _COMMENT.sub("\n", text)
    return [line.strip() for line in plain.split("\n") if line.strip()]


def _parse_body(lines: list[str], skip: set[str]) -> _Body:
    body = _Body()
    for line in lines:
        if line.startswith("#"):
            _heading(body, line, skip)
        elif match := _opening(body, line):
            body.articles.append([match, [match[5].strip()] if match[5].strip() else [], _path(body)])
            body.inside = True
        elif body.inside:
            body.articles[-1][1].append(line)
        else:
            body.preamble.append(line)
    return body


def _counts_its_own(title: str, found: list[list]) -> bool:
    """Whether an amendment's articles are its own and not those it changes: then they count on one by one.

    Amendments may go on counting where the one before them ended.
    """
    numbers = [parse_chinese_number(match[2]) for match, _lines, _path in found]
    if not numbers or (numbers[0] != 1 and "修正案" not in title):
        return False
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _opening(body: _Body, line: str) -> re.Match | None:
    """The match of an article's number where `line` opens an article."""
    if match := _ARTICLE.match(line):
        return match
    match = _TIGHT.match(line)
    if match and body.articles and not match[3]:
        due = parse_chinese_number(body.articles[-1][0][2]) + 1
        return match if parse_chinese_number(match[2]) == due else None
    return None


def _heading(body: _Body, line: str, skip: set[str]) -> None:
    marks = len(line) - len(line.lstrip("#"))
    text = " ".join(line.lstrip("#").split())
    if not text or text in skip or text == "目录":
        return
    match = _LEVEL.match(text)
    rank = _RANK[match[2]] if match else max(marks - 1, 1)
    body.path = {held: name for held, name in body.path.items() if held < rank} | {rank: text}
    body.headings.append(Heading(text, rank, len(body.articles)))
    body.inside = False


def _path(body: _Body) -> tuple[str, ...]:
    return tuple(body.path[rank] for rank in sorted(body.path))


def _articles(found: list[list]) -> tuple[ArticleText, ...]:
    """Articles in order; a number that comes again (an annex that counts anew) continues the last article."""
    articles: dict[tuple[int, int], ArticleText] = {}
    last = None
    for match, lines, path in found:
        number = parse_chinese_number(match[2])
        suffix = parse_chinese_number(match[3]) if match[3] else 0
        text = "\n".join(lines)
        if (number, suffix) in articles and last is not None:
            held = articles[last]
            articles[last] = ArticleText(
                held.number, held.suffix, held.label, f"{held.text}\n{match[0].strip()}".strip(), held.path
            )
            continue
        label = re.sub(r"\s", "", match[1])
        articles[number, suffix] = ArticleText(number, suffix, label, text, path)
        last = (number, suffix)
    return tuple(articles.values())


def _dates(history: tuple[str, ...]) -> tuple[date | None, date | None]:
    """The days of adoption and of coming into force, as far as the history says so."""
    passed = next((_day(line) for line in history if "通过" in line and _day(line)), None)
    started = [_day(line) for line in history if re.search(r"施行|实施", line) and _day(line)]
    return passed, started[-1] if started else None


def _latest(history: tuple[str, ...], passed: date | None) -> date | None:
    """The day of the last change named in the history, else of adoption."""
    days = [_day(line) for line in history if re.search(r"通过|修正|修订|公布|修改", line)]
    return max((day for day in days if day), default=passed)


def _day(text: str) -> date | None:
    match = _DAY.search(text)
    return _valid(match) if match else None


def _file_date(stem: str) -> date | None:
    match = _FILE_DATE.search(stem.strip())
    return _valid(match) if match else None


def _valid(match: re.Match) -> date | None:
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
