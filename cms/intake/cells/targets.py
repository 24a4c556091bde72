"""What a plan means to reach: 不少于3场，受众500人次以上 as figures."""

import re

from cms.intake.cells.numbers import spelled
from cms.intake.cells.text import as_text
from search.chinese.folding import narrow
from search.chinese.numerals import CHARACTERS

_UNITS = {
    "min_audience": ("人次", "人", "名", "户"),
    "min_events": ("场次", "场", "次"),
    "min_materials": ("份", "册", "本", "张"),
    "min_articles": ("篇", "条", "期", "部", "个视频", "条视频"),
    "coverage_percent": ("%",),
}
_NAME_OF = {unit: name for name, units in _UNITS.items() for unit in units}
_UNIT = "|".join(sorted(_NAME_OF, key=len, reverse=True))
_FIGURE = re.compile(rf"(\d+(?:,\d{{3}})*(?:\.\d+)?)(?:[-~—至到]\d+)?\s*([百千万]?)[余多]?\s*({_UNIT})")
_NUMERAL = re.compile(rf"(?<![\d.{CHARACTERS}])[{CHARACTERS}]+(?=\s*(?:{_UNIT}))")
_WHOLE = re.compile(r"全覆盖|覆盖率达?到?百分之百|百分之百")
_SCALE = {"": 1, "百": 100, "千": 1000, "万": 10_000}


def read_target(raw) -> dict[str, int]:
    """The figures of a target by kind, the first of each; none where it is put in words."""
    text = spelled(narrow(as_text(raw)), _NUMERAL)
    target: dict[str, int] = {}
    for number, scale, unit in _FIGURE.findall(text):
        value = float(number.replace(",", "")) * _SCALE[scale]
        target.setdefault(_NAME_OF[unit], int(value))
    if "coverage_percent" not in target and _WHOLE.search(text):
        target["coverage_percent"] = 100
    return target
