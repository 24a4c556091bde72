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
# What is made, and by how many: 制作普法短视频2部, 制作2部普法短视频. Copies handed out are no products.
_MAKING = "制作|拍摄|摄制|创作|编写|编印|编制|录制|开发"
_LEAST = r"(?:不少于|不低于|至少|≥|>=)?\s*"
_PIECES = r"(?:[部个件集篇期套首幅种]|条)"
_MADE = re.compile(
    rf"(?:{_MAKING})了?{_LEAST}(?P<before>\d+)\s*{_PIECES}(?:以上)?的?(?P<after_name>[^\W\d]{{2,20}})"
    rf"|(?:{_MAKING})了?(?P<name>[^\W\d]{{2,20}}?){_LEAST}(?P<after>\d+)\s*{_PIECES}"
)
_MADE_NUMERAL = re.compile(rf"(?<![\d.{CHARACTERS}])[{CHARACTERS}]+(?=\s*{_PIECES})")
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


def read_products(raw) -> tuple[str, int] | None:
    """What is to be made, and how many of it: 制作普法短视频2部. None where nothing of the kind is asked."""
    made = _MADE.search(spelled(narrow(as_text(raw)), _MADE_NUMERAL))
    if made is None:
        return None
    return made["name"] or made["after_name"], int(made["after"] or made["before"])
