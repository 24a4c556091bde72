"""Chinese is read in one place: what `search/chinese` can do nobody does again."""

import re

import pytest
from django.conf import settings

CODE = sorted(
    path
    for part in ("cms", "sites", "search", "media")
    for path in (settings.ROOT / part).glob("**/*.py")
    if "migrations" not in path.parts
)
CHINESE = settings.ROOT / "search" / "chinese"
ALREADY_THERE = {
    "folding.narrow": r"unicodedata\.normalize",
    "folding.normalise": r"\bzhconv",
    "numerals.typed_number": r"isascii\(\) and [\w.]+\.isdigit\(\)|\bisdecimal\(\)",
    "numerals.parse_chinese_number": r"[\"'](?:〇|零)?一二三四五六七八九[\"']",
    "dates.chinese_date": r"年\{\w+\.month\}月|%Y年%m月",
}


def written_again(pattern: str, paths=CODE) -> list[str]:
    return [
        path.name for path in paths if re.search(pattern, path.read_text()) and CHINESE not in path.parents
    ]


@pytest.mark.parametrize("pattern", ALREADY_THERE.values(), ids=ALREADY_THERE)
def test_nobody_reads_chinese_again(pattern):
    assert written_again(pattern) == []


@pytest.mark.parametrize(
    ("name", "planted"),
    [
        ("folding.narrow", 'unicodedata.normalize("NFKC", text)'),
        ("folding.normalise", "from zhconv_rs import zhconv"),
        ("numerals.typed_number", "int(text) if text.isascii() and text.isdigit() else 0"),
        ("numerals.parse_chinese_number", 'DIGITS = "零一二三四五六七八九"'),
        ("dates.chinese_date", 'f"{day.year}年{day.month}月{day.day}日"'),
    ],
)
def test_second_reading_is_seen(tmp_path, name, planted):
    (tmp_path / "again.py").write_text(planted)
    assert written_again(ALREADY_THERE[name], [tmp_path / "again.py"]) == ["again.py"]
