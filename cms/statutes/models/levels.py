"""The level of legal force of a law, from its folder and title as far as they say so."""

from cms.statutes.enums import LawLevel

# Folder names as law collections use them.
_BY_FOLDER = {
    "宪法": LawLevel.CONSTITUTION,
    "行政法规": LawLevel.ADMINISTRATIVE,
    "地方性法规": LawLevel.LOCAL,
    "司法解释": LawLevel.INTERPRETATION,
    "部门规章": LawLevel.RULE,
    "规章": LawLevel.RULE,
    "其他": LawLevel.OTHER,
}
STATE = "中华人民共和国"
# The branches of the laws of the state, in the order their legislature names them, by folders of collections.
BRANCHES = {
    "宪法相关法": "宪法相关法",
    "民法商法": "民法商法",
    "民商法": "民法商法",
    "民法典": "民法商法",
    "行政法": "行政法",
    "经济法": "经济法",
    "社会法": "社会法",
    "刑法": "刑法",
    "诉讼与非诉讼程序法": "诉讼与非诉讼程序法",
}


def level_of(title: str, folders: tuple[str, ...]) -> LawLevel:
    """The level of a law found under `folders`; a law of the state, unless something says otherwise."""
    if title.startswith((f"{STATE}宪法修正案", "宪法修正案")) or title == f"{STATE}宪法":
        return LawLevel.CONSTITUTION
    for folder in folders:
        if folder in _BY_FOLDER and folder != "宪法":
            return _BY_FOLDER[folder]
    if title.endswith(("法", "法典")) or title.startswith(STATE):
        return LawLevel.LAW
    return LawLevel.OTHER


def short_title(title: str) -> str:
    """A title without the name of the state."""
    return title.removeprefix(STATE) or title
