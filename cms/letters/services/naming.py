"""Whether words that are to be public tell who wrote."""

import re

# How one is addressed, or what anybody is: such a word says of nobody who they are.
_ANYBODY = re.compile(
    r"(一[位名个]|某|热心)?(居民|村民|市民|群众|业主|读者|网友|邻居|住户|家长|职工|先生|女士|匿名)?"
)
_AFTER_A_SURNAME = "先生|女士|小姐|老师|师傅|阿姨|叔叔|大爷|大妈|同志|某|家"


def tells_who(name: str, words: str) -> bool:
    """Of a surname alone only together with how one is addressed: 林 stands in 树林 too."""
    name = name.strip()
    if _ANYBODY.fullmatch(name):
        return False
    if len(name) == 1:
        return re.search(f"{re.escape(name)}({_AFTER_A_SURNAME})", words) is not None
    return name in words
