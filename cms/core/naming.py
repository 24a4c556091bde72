"""Names of people in words: of the platform, which knows where it named somebody, and of people."""

import re
from collections.abc import Collection

from cms.core.append_only import NAMELESS

# Of several in one sentence; how many they are in all may follow.
BETWEEN = "、"
_MORE = r"(?:等 \d+ 人)?"
# Between the parts of one name: 阿卜杜热合曼·买买提.
_JOINS = "[·•・‧]"
_patterns: list["Naming"] = []


class Naming:
    """A sentence in which `%(names)s` stands for those it names, and other such places for the rest."""

    def __init__(self, words: str):
        self.words = words
        before, after = words.split("%(names)s")
        until = after.partition("%(")[0]
        self._found = re.compile(rf"{re.escape(before)}(.+?){_MORE}{re.escape(until)}", re.DOTALL)
        _patterns.append(self)

    def __mod__(self, told: dict) -> str:
        return self.words % told

    def named_in(self, text: str) -> set[str]:
        """Whom the text names, if it is this sentence."""
        found = self._found.match(text)
        return set(found[1].split(BETWEEN)) if found else set()


def names_any(text: str, names: Collection[str]) -> bool:
    """Whether a sentence of the platform names one of these, by the whole name."""
    return any(not each.named_in(text).isdisjoint(names) for each in _patterns)


def without_names(text: str, names: Collection[str], others: Collection[str] = ()) -> str:
    """The text with `NAMELESS` for these names, unless they are part of a longer one, such as of `others`."""
    longer = {each for each in others if any(name in each for name in names)}
    known = sorted({*names, *longer}, key=len, reverse=True)
    whole = re.compile(rf"(?<!{_JOINS})(?:{'|'.join(map(re.escape, known))})(?!{_JOINS})")
    return whole.sub(lambda found: NAMELESS if found[0] in names else found[0], text)
