"""Signs that no typeface of the machine has: on paper each would be an empty box."""

import json
from collections.abc import Iterable

import typst
from django.conf import settings

from cms.core.papers.layout import BODY
from cms.core.papers.pdf import NoChineseTypeface, faces_of, fonts_of

_SIGNS = b"""#let given = json(bytes(sys.inputs.paper))
#set document(title: "-", date: none)
#set text(font: given.faces, lang: "zh", region: "cn")
#for sign in given.signs [#sign ]
"""
_NAMED = 10
# By the folders of typefaces, which signs are known to be there.
_held: dict[tuple[str, ...], set[str]] = {}


class NoGlyph(NoChineseTypeface):
    """No typeface has these signs; the words name who or what is written with them."""

    def __init__(self, signs: Iterable[str], written: list[str]):
        more = f"等{len(written)}处" if written[_NAMED:] else ""
        super().__init__(
            f"本机的字体里没有“{'”“'.join(signs)}”，印出来会是空框，所以没有生成：{'、'.join(written[:_NAMED])}{more}。"
            "请管理员安装收有这些字的字体，或用环境变量 PAPER_FONTS 指明字体所在的目录；"
            "其余的可以先分开打印，Word 文件不受影响。"
        )


def refuse_boxes(texts: dict[str, str]) -> None:
    """Raise NoGlyph where a text has a sign that cannot be set; each stands under what it is known by."""
    directories = tuple(settings.PAPER_FONTS)
    held = _held.setdefault(directories, set())
    new = set("".join(texts.values())) - held
    if not new:
        return
    lacking = (
        [] if _can_be_set(new, directories) else [each for each in new if not _can_be_set(each, directories)]
    )
    held |= new - set(lacking)
    if lacking:
        raise NoGlyph(
            sorted(lacking), [name for name, text in texts.items() if not set(lacking).isdisjoint(text)]
        )


def _can_be_set(signs: Iterable[str], directories: tuple[str, ...]) -> bool:
    """Asked of the setter itself, which looks through all typefaces: PDF/UA does not allow such boxes."""
    given = {"faces": faces_of(directories)[BODY], "signs": list(signs)}
    compiler = typst.Compiler(
        font_paths=fonts_of(directories), sys_inputs={"paper": json.dumps(given, ensure_ascii=False)}
    )
    try:
        compiler.compile(input=_SIGNS, format="pdf", pdf_standards=["ua-1"])
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        return False
    return True
