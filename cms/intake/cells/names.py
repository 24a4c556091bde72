"""Names of persons: one name, written as its bearer writes it.

What stands in the column of names is not always one: two people, a remark, a number. What can be taken away
without loss is; anything else is asked.
"""

import re
import unicodedata
from datetime import date
from typing import Any

from cms.intake.cells.text import PLACEHOLDERS, numbers_in
from cms.intake.spec import Parsed
from search.chinese.folding import narrow

LONGEST = 12
# Into so many parts a name is spaced out: 王 小 明.
LONGEST_SPACED = 3
_DOTS = re.compile(r"[•・‧∙⋅．.]")
_SPACE = re.compile(r"[\s\u3000]+")
_SEVERAL = re.compile(r"[、，,;；/／|＆&+＋]+|(?<=[\u4e00-\u9fff])[-—–~～_]+(?=[\u4e00-\u9fff])")
_EDGES = re.compile(r"^\s*[、，,;；/／|][\s、，,;；/／|]*|\s*[、，,;；/／|。][\s、，,;；/／|。]*$")
_AND = re.compile(r"([\u4e00-\u9fff]{2,3})[和与及]([\u4e00-\u9fff]{2,3})")
_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|&(?:nbsp|amp|lt|gt|#\d+);")
_REMARK = re.compile(r"[(（\[【〔].*?(?:[)）\]】〕]|$)|[*＊★☆▲△●○◎]+$|^[*＊★☆▲△●○◎]+")
# A remark that says the person may not belong on the list.
_GONE = re.compile(r"故|逝|去世|死|亡|病逝|退|离|辞|调|搬|迁|注销|取消|撤|停|不再|待定|暂|替|代|兼|空缺")
# What stands for a character nobody could write, or hides one.
_LOST = re.compile(r"[?？�□■〓*＊×#]|某某|某$")
_HIDDEN = re.compile(r"^[\u4e00-\u9fff][*＊]+$|^[*＊]+[\u4e00-\u9fff]{1,2}$")
# What people call somebody, whose name it is not: 王老师, 组长王甲; a group; nobody; the row above.
_CALLED = re.compile(
    r"^(?:副?(?:组长|队长|主任|书记|所长|院长|校长|站长)|律师|民警|社工)|"
    r"(?:老师|书记|主任|所长|组长|队长|校长|院长|站长|会长|经理|律师|警官|民警|医生|师傅|阿姨|阿婆|大爷|叔叔"
    r"|[老大]伯|伯伯|[爷奶]{2}|[大老]妈|大[姐哥嫂婶]|老太)$"
)
_GROUP = re.compile(r"[\u4e00-\u9fff](?:等|等人|夫妇|夫妻|母女|母子|父子|父女|一家|全家)$")
_NOBODY = re.compile(
    r"[暂空待]?缺|待[定补聘]|暂[无缺]|空[缺岗]|未[定填配]|[同如]上|上同|姓名|True|False|本人|自己|家属|代表|全体.*"
    r"|[合总小共累分]计|合格率|及格率|优秀率|(?:平均|最高|最低|总)分",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"(?:居委会?|村委会?|委员会|派出所|事务所|街道|社区|公司|学校|小学|中学|幼儿园|志愿队|小区|支部)$"
)
# Those in whose names two people without a mark between them show: four in five of all.
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任沈姚卢姜崔钟谭陆汪"
    "范廖石韦贾付邹孟熊秦邱江尹薛阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔白汤"
)
# What most names look like where no heading says that they are names.
LOOKS = rf"(?:[{''.join(sorted(_SURNAMES))}]|欧阳|上官|司徒|诸葛|夏侯)[\u4e00-\u9fff]{{1,2}}"
_TWO_SURNAMES = ("夏侯", "东方", "万俟", "钟离")
# A name in letters has its words apart: John Smith.
_IN_LETTERS = re.compile(r"[A-Za-zÀ-ɏ'’.-]+(?: [A-Za-zÀ-ɏ'’.-]+){1,3}")
_TITLES = re.compile(r"(?<=[\u4e00-\u9fff])(?:同志|先生|女士|小姐)$")


def person_name(raw: Any, on: date) -> Parsed:
    """A name without spaces; rare characters and the dots of long names are kept."""
    text = "" if raw is None else str(raw)
    findings: list[tuple[str, str]] = []
    clean = _shown(text, findings)
    if clean.strip() in PLACEHOLDERS:
        return Parsed(None, (("name_missing", "没有姓名，请补填后重新导入"),))
    bare = _EDGES.sub("", _without_remarks(clean, findings))
    if _IN_LETTERS.fullmatch(bare.strip()):
        return Parsed(bare.strip(), tuple(findings))
    parts = [part for part in _SEVERAL.split(bare) if part.strip()]
    words = [word for word in _SPACE.split(bare) if len(word) > 1 and not any(map(str.isdigit, word))]
    if len(parts) > 1 or _AND.fullmatch(bare) or len(words) > 1:
        told = f"“{bare}”像是不止一个人的姓名，请分成几行，或改成一个人的姓名"
        return Parsed(bare, (*findings, ("name_several", told)))
    name = _SPACE.sub("", bare)
    if name != bare:
        findings.append(("name_spaces", f"姓名中的空格已去掉：{name}"))
    dotted = _DOTS.sub("·", name).strip(":：")
    if dotted != name:
        findings.append(("name_dot", f"间隔号已统一：{dotted}"))
    if not dotted:
        return Parsed(None, (("name_missing", f"“{text.strip()}”不是姓名，请补填后重新导入"),))
    if len(_SPACE.split(bare.strip())) > LONGEST_SPACED:
        findings.append(("name_odd", f"“{bare.strip()}”是一个人还是几个人的姓名？请核对"))
    findings += numbers_in(dotted, "personal_number", "姓名里不写号码，请改正")
    if told := _odd(dotted):
        findings.append(("name_odd", told))
    return Parsed(dotted, tuple(findings))


def _shown(text: str, findings: list[tuple[str, str]]) -> str:
    """The text in the characters that can be seen, each in the form everybody writes."""
    plain = _MARKUP.sub("", text)
    if plain != text:
        findings.append(("name_odd", f"姓名中有网页标记，是不是“{plain.strip()}”？"))
    kept = "".join(char for char in plain if not _is_unseen(char))
    usual = "".join(_usual(char) for char in kept)
    if usual != plain:
        findings.append(("name_marks", f"姓名中看不见的字符、兼容字形已改为通常写法：{usual.strip()}"))
    drawn = "".join(char for char in usual if not _is_drawn(char))
    if drawn != usual:
        findings.append(("name_remark", f"姓名中的图形符号已去掉：{drawn.strip()}"))
    return drawn


def _is_unseen(char: str) -> bool:
    # U+200B and its kind, soft hyphens, marks that choose between two shapes of one character.
    chooses = "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
    return chooses or (unicodedata.category(char) in ("Cf", "Cc") and not char.isspace())


def _is_radical(char: str) -> bool:
    return "\u2e80" <= char <= "\u2fdf"


def _is_drawn(char: str) -> bool:
    return unicodedata.category(char) in ("So", "Sk") and not _is_radical(char)


def _usual(char: str) -> str:
    """Compatibility ideographs and radicals as the characters they stand for."""
    point = ord(char)
    twin = 0xF900 <= point <= 0xFAFF or 0x2F800 <= point <= 0x2FA1F or _is_radical(char)
    wide = 0xFF21 <= point <= 0xFF5A
    return narrow(char) if twin or wide else char


def _without_remarks(text: str, findings: list[tuple[str, str]]) -> str:
    if _HIDDEN.fullmatch(text.strip()):
        return text.strip()
    remarks = _REMARK.findall(text)
    bare = _TITLES.sub("", _REMARK.sub("", text))
    if not remarks:
        return bare
    told = "、".join(remark.strip("()（）[]【】〔〕 ") for remark in remarks)
    if not bare.strip() or _GONE.search(told):
        bare = bare.strip() or told
        findings.append(("name_note", f"姓名后注有“{told}”，请确认是否仍按“{bare}”导入"))
    else:
        findings.append(("name_remark", f"姓名后的“{told}”没有作为姓名保存"))
    return bare


def _odd(name: str) -> str:
    """Why a text can hardly be a name; empty where it may be one."""
    if any(char.isdigit() for char in name):
        return f"“{name}”中有数字，请核对姓名"
    if _LOST.search(name):
        return f"“{name}”中有认不出或隐去的字，请填全名"
    if any(unicodedata.category(char) in ("Co", "Cn", "Cs") for char in name):
        return f"“{name}”中有只在对方电脑上才看得见的造字，请换成通用汉字"
    if any(map(_is_radical, name)):
        return f"“{name}”中有部首，不是汉字，请核对姓名"
    if ":" in narrow(name):
        return f"“{name}”不是姓名，请核对"
    if not any(unicodedata.category(char).startswith("L") for char in name):
        return f"“{name}”不是姓名，请核对"
    if _NOBODY.fullmatch(name) or _BODY.search(name):
        return f"“{name}”不是一个人的姓名，请核对"
    if _CALLED.search(name):
        return f"“{name}”像是称呼，请填姓名"
    if _GROUP.search(name) or _is_two(name):
        return f"“{name}”像是不止一个人，请核对；是一个人的，确认即可"
    if name.startswith("·") or name.endswith("·"):
        return f"“{name}”的间隔号旁少了字，请填全名"
    if len(name) == 1:
        return f"“{name}”只有一个字，请填全名"
    if len(name) > LONGEST and "·" not in name and not name.isascii():
        return f"“{name[:20]}”太长，不像姓名，请核对"
    return ""


def _is_two(name: str) -> bool:
    """Whether a name is as long as two, and begins anew with a surname in its middle: 王甲李乙."""
    if not 4 <= len(name) <= 6 or name[0] not in _SURNAMES or name.startswith(_TWO_SURNAMES):
        return False
    return any(name[place] in _SURNAMES for place in (2, 3) if 2 <= len(name) - place <= 3)
