"""Questions as people write them: options in one text, keys in many ways, a case with its questions."""

import re

from cms.exams.enums import LETTERS, TRUTHS, QuestionKind
from cms.exams.models import Part
from search.chinese.folding import folded, narrow

_RIGHT = {"A", "对", "√", "✓", "✔", "☑", "正确", "是", "T", "TRUE", "Y", "YES", "V", "1", "√√", "对的", "R"}
_WRONG = {
    "B",
    "错",
    "×",
    "✗",
    "✘",
    "X",
    "╳",
    "错误",
    "否",
    "F",
    "FALSE",
    "N",
    "NO",
    "0",
    "不对",
    "不正确",
    "W",
}
_BETWEEN = re.compile(r"[\s、,;/|和及与.。]+")
# What may stand between the letter of an option and its words.
_MARK = r"[(]?{letter}(?:[)]\s*[.、:,]?|\s*[.、。:,)]|\s+)\s*"
_CIRCLED = {ord(circle): letter for circle, letter in zip("①②③④⑤⑥⑦⑧", LETTERS, strict=False)}
_FIRST_OPTION = re.compile(r"(?<=[\s。?？!)])A[.、:)]")
_HOLE = re.compile(r"[(]([^()]{1,12})[)]")
# Wide letters and punctuation to be matched as narrow ones, place by place: what is kept stays as typed.
_SHAPES = {0xFEE0 + each: each for each in range(0x21, 0x7F)} | {0x3000: 0x20}
_PLAIN = re.compile(r"\n+|[;；]+|[|｜]+|\t+")
_KEY = re.compile(r"^(?:参考|标准|正确)?答案\s*[:：]?\s*", re.MULTILINE)
_WHY = re.compile(r"^(?:答案)?解析\s*[:：]\s*|^说明\s*[:：]\s*")
_NUMBER = re.compile(r"^(?:[(]?\d{1,2}[)]?\s*[.、)]|第\d{1,2}小?题[.、:]?|[(]\d{1,2}[)])\s*")
_KINDS = {
    QuestionKind.SINGLE: ("单选题", "单选", "单项选择题", "单项选择", "选择题"),
    QuestionKind.MULTIPLE: ("多选题", "多选", "多项选择题", "多项选择", "不定项选择题", "不定项"),
    QuestionKind.TRUTH: ("判断题", "判断", "是非题", "对错题", "判断对错"),
    QuestionKind.CASE: ("案例题", "案例分析题", "案例分析", "案例", "材料题"),
}
KIND_WORDS = {str(kind.label): words for kind, words in _KINDS.items()}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words}
_SAID_KIND = re.compile(rf"[(【\[]\s*({'|'.join(sorted(_KIND_OF, key=len, reverse=True))})\s*[)】\]]")


def kind_named(text: str | None) -> str | None:
    """The kind of a word such as 单项选择题; None where it is none."""
    return _KIND_OF.get(re.sub(r"[\s\d一二三四、.()]+", "", narrow(text or "")))


def read_options(text: str | None) -> list[str]:
    """The options that stand in one text, without their letters: "A.… B.…", a line each, or 、 between.

    [] where there is only one.
    """
    text = (text or "").strip()
    if text.startswith("①"):
        text = re.sub("[①-⑧]", lambda found: f" {found[0].translate(_CIRCLED)}.", text).strip()
    for before in (r"(?:^|(?<=[\s;,。、]))", r"(?:^|(?<![A-Za-z]))"):
        if found := _lettered(text, before):
            return found
    parts = [each.strip() for each in _PLAIN.split(text) if each.strip()]
    if len(parts) < 2:
        parts = [each.strip() for each in re.split(r"[、]+|\s{2,}", text) if each.strip()]
    return parts if len(parts) > 1 else []


def options_in_stem(stem: str) -> tuple[str, list[str]]:
    """A question and the options written behind it in one text; [] where there are none."""
    for found in _FIRST_OPTION.finditer(_shape(stem)):
        options = read_options(stem[found.start() :])
        if options and stem[: found.start()].strip():
            return stem[: found.start()].strip(), options
    return stem, []


def without_letter(text: str, letter: str) -> str:
    """An option that stands in a cell of its own, with or without its letter in front."""
    text = text.strip()
    found = re.match(_MARK.format(letter=letter), _shape(text), re.IGNORECASE)
    return text[found.end() if found else 0 :].strip()


def _shape(text: str) -> str:
    return text.translate(_SHAPES)


def _lettered(text: str, before: str) -> list[str]:
    """The words behind A, B, C … in turn; [] where the text does not begin with A or stops there."""
    shape = _shape(text)
    marks: list[re.Match] = []
    place = 0
    for letter in LETTERS:
        pattern = re.compile(before + _MARK.format(letter=letter), re.IGNORECASE)
        found = pattern.search(shape, place) if marks else pattern.match(shape)
        if found is None:
            break
        marks.append(found)
        place = found.end()
    if len(marks) < 2:
        return []
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    return [
        text[mark.end() : end].strip().rstrip(";,；，、|｜").strip()
        for mark, end in zip(marks, ends, strict=True)
    ]


def read_key(text: str | None, kind: str | None, options: list[str]) -> str | None:
    """The letters of a key, in order: of "ABD", "A、B、D", "①②", "对", "√", or the words of one option,
    with its letter or without.

    None where the text is no key.
    """
    text = text or ""
    # Where the options speak of ① and ②, these are words, not places.
    if not any(set(option) & set(map(chr, _CIRCLED)) for option in options):
        text = text.translate(_CIRCLED)
    said = narrow(text).strip().strip("()").strip()
    said = _KEY.sub("", said)
    alike = [folded(option) for option in options]
    for letter, words in zip(LETTERS, alike, strict=False):
        if words and folded(without_letter(said, letter)) == words != folded(said):
            return letter
    if kind == QuestionKind.TRUTH:
        return truth_of(said)
    if folded(said) in alike:
        return LETTERS[alike.index(folded(said))]
    letters = _BETWEEN.sub("", said).upper()
    if not letters or set(letters) - set(LETTERS):
        return None
    return "".join(sorted(set(letters)))


def key_in_stem(stem: str, kind: str | None) -> tuple[str, str]:
    """The stem with its last brackets emptied where a key stands in them, and that key; else ""."""
    holes = list(_HOLE.finditer(_shape(stem)))
    if not holes:
        return stem, ""
    said = holes[-1][1].strip()
    is_sign = said.upper() not in LETTERS and truth_of(said) is not None and not said.isdigit()
    letters = _BETWEEN.sub("", said).upper()
    is_letters = bool(letters) and not set(letters) - set(LETTERS)
    if not (is_letters if kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE) else is_sign):
        return stem, ""
    return f"{stem[: holes[-1].start(1)]}　{stem[holes[-1].end(1) :]}", said


def truth_of(text: str) -> str | None:
    """ "A" for right, "B" for wrong; None where the text says neither."""
    said = narrow(text).strip().strip("()。.").upper()
    return "A" if said in _RIGHT else "B" if said in _WRONG else None


def kind_of_key(text: str | None, options: list[str]) -> str | None:
    """The kind that options and key come to where nobody names it."""
    if not options:
        # A letter alone belongs to options that are missing.
        said = narrow(text or "").strip().upper()
        return QuestionKind.TRUTH if said not in ("A", "B") and truth_of(said) else None
    key = read_key(text, None, options)
    if key is None:
        return None
    return QuestionKind.MULTIPLE if len(key) > 1 else QuestionKind.SINGLE


def options_in_words(options: list[str] | tuple[str, ...]) -> str:
    return "\n".join(f"{letter}.{option}" for letter, option in zip(LETTERS, options, strict=False))


def read_cases(text: str) -> list[Part]:
    """The questions of a case: blocks with an empty line between, each with its stem, options, 答案, 解析."""
    blocks = [each for each in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()) if each.strip()]
    return [_read_block(each) for each in blocks]


def _read_block(block: str) -> Part:
    stem: list[str] = []
    options: list[str] = []
    why: list[str] = []
    key, into = "", stem
    for line in filter(None, map(str.strip, block.splitlines())):
        plain = _shape(line)
        if found := _KEY.match(plain):
            key, into = plain[found.end() :], why
        elif found := _WHY.match(plain):
            why.append(line[found.end() :])
            into = why
        elif into is not why and re.match(_MARK.format(letter="[A-H]"), plain):
            options.append(line)
            into = options
        else:
            into.append(line)
    said = "\n".join(stem)
    said = said[found.end() :] if (found := _NUMBER.match(_shape(said))) else said
    named = _SAID_KIND.search(_shape(said))
    if named:
        said = said[: named.start()] + said[named.end() :]
    read = read_options("\n".join(options))
    kind = _KIND_OF[named[1]] if named else kind_of_key(key, read) or QuestionKind.SINGLE
    if kind == QuestionKind.TRUTH:
        read = list(TRUTHS)
    return Part(
        kind=str(kind),
        stem=said.strip(),
        options=tuple(read),
        answer=read_key(key, kind, read) or "",
        explanation="\n".join(why),
    )


def cases_in_words(parts: list[Part] | tuple[Part, ...]) -> str:
    """What `read_cases` reads back."""
    return "\n\n".join(
        "\n".join(
            filter(
                None,
                (
                    f"（{part.kind_label}）{part.stem}",
                    "" if part.kind == QuestionKind.TRUTH else options_in_words(part.options),
                    f"答案：{part.answer_words}",
                    f"解析：{part.explanation}" if part.explanation else "",
                ),
            )
        )
        for part in parts
    )
