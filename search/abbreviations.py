"""Short forms of laws by rule: 劳合法, 反诈法, 劳动仲裁法 take the beginnings of a title's words."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from search.chinese.numerals import CHARACTERS
from search.chinese.pinyin import syllables
from search.chinese.segmentation import is_word, short_words, whole_words

_SUFFIX = re.compile("法典|法|条例|规定|办法|细则")
SHORTEST, LONGEST = 3, 12
# A short form opens the question; what follows it asks about that law.
_OPENING = re.compile("(?:请问|根据|依据|依照|按照|违反|查|看|什么是)?[《〈]?")
# How a title begins that nobody says: 家暴法, 养犬条例.
_UNSAID = re.compile("反|[^市省]{1,3}[市省]")
# A short form whose number tells that it is a law: 民典1062, 消保55条.
_NUMBERED = re.compile(
    rf"(?P<short>[\u4e00-\u9fff]{{1,6}}?)(?P<number>第?(?:\d{{1,4}}|[{CHARACTERS}]{{1,9}})条?)"
)
_AFTER = re.compile(r"$|[第中的里、\s]|规定|是什么|[,，。?？》〉\d零一二三四五六七八九十百千]")


def spelt_out(text: str, titles: tuple[str, ...]) -> str:
    """The text with the short form it begins with written as one of `titles`; empty where it has none."""
    start = _OPENING.match(text).end()
    for suffix in _SUFFIX.finditer(text, start, start + LONGEST):
        short, rest = text[start : suffix.end()], text[suffix.end() :]
        if _AFTER.match(rest) and (title := full_title(short, titles)):
            return f"{text[:start]}{title}{rest}"
    return ""


def cited(text: str, titles: tuple[str, ...]) -> str:
    """The article that a short form and a number mean, as laws write it; empty where none is meant.

    Whether there is such an article, who asks has to see: 工伤10 may be about money. What ends as titles do
    is one, held or not: 刑法 is no 刑事诉讼法, 劳动法 no 劳动合同法.
    """
    match = _NUMBERED.fullmatch(text)
    if not match or match["short"] in titles:
        return ""
    short, is_title = match["short"], bool(_ending(match["short"]))
    meant = sorted(
        (not lacks_ending, left_out, len(title), title)
        for title in titles
        if title.startswith(short[0]) and title != short and (fit := _fit_whole(short, title))
        for words, left_out in [fit]
        for lacks_ending in [title in (short + _ending(title), f"{short}典")]
        if lacks_ending or (words > 1 and not is_title)
    )
    return f"{meant[0][-1]}第{match['number'].strip('第条')}条" if meant else ""


@lru_cache(maxsize=512)
def full_title(short: str, titles: tuple[str, ...]) -> str:
    """The title that a short form stands for; empty where it is a part of a title or may mean several.

    Several words of a title tell it; a single one only where no other title begins with it and the whole is
    no word of its own. What nobody says of a title may be left out.
    """
    if not SHORTEST <= len(short) <= LONGEST or any(short in title for title in titles):
        return ""
    meant = sorted(
        (words < 2, said != title, left_out, len(title), title)
        for title in titles
        for said in dict.fromkeys((title, _UNSAID.sub("", title, count=1) if _UNSAID.match(title) else title))
        if said[:1] == short[0] and (fit := _fit(short, said))
        for words, left_out in [fit]
        if words > 1 or said == title
    )
    if not meant:
        return ""
    single, *_, best = meant[0]
    return "" if single and (len(meant) > 1 or is_word(short)) else best


def shortens(typed: str, name: str) -> bool:
    """Whether what was typed is made of the beginnings of a name's words, from any of them on: 宪法周."""
    if len(typed) < 2 or typed[0] not in name:
        return False
    return any(_used(typed, words[first:]) > 1 for words in _cuts(name) for first in range(len(words)))


def spells_short(letters: str, name: str) -> bool:
    """The same for the pinyin of such a short form, its last syllable half typed or not: gebao, weib."""
    spoken = syllables(name)
    if not any(letters.startswith(syllable) for syllable in spoken):
        return False
    return any(
        _used(letters, words[first:], half=True) > 1
        for cut in _cuts(name)
        for words in [_spoken(cut, spoken)]
        for first in range(len(words))
    )


def title_spelt(letters: str, titles: tuple[str, ...]) -> str:
    """The one title whose short form these letters spell to its end: xiaobaofa, fanzhafa; else empty."""
    meant = [
        title
        for title in titles
        if letters.startswith(syllables(title)[0])
        and (ending := _ending(title))
        and letters.endswith(spoken := "".join(syllables(ending)))
        and spells_short(letters.removesuffix(spoken), title.removesuffix(ending))
    ]
    return meant[0] if len(meant) == 1 else ""


def _spoken(words: tuple[str, ...], spoken: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The syllables of each word."""
    rest = iter(spoken)
    return [tuple(next(rest) for _ in word) for word in words]


def _cuts(name: str) -> Iterator[tuple[str, ...]]:
    """The words of a name, as short as they may be, and as they are usually cut: 职业 病防治, 职业病 防治."""
    return iter(dict.fromkeys((short_words(name), tuple(whole_words(name)))))


def _fit(short: str, title: str) -> tuple[int, int] | None:
    """From how many words of the title a short form takes characters, and how many it leaves out."""
    endings = [(_ending(short), short), (_ending(title), title)]
    if endings[0][0] != endings[1][0]:
        return None
    return _fit_whole(*(text.removesuffix(ending) for ending, text in endings))


def _fit_whole(short: str, full: str) -> tuple[int, int] | None:
    fits = [(used, used - len(words)) for words in _cuts(full) if (used := _used(short, words))]
    used, behind = max(fits, default=(0, 0))
    return (used, -behind) if used else None


def _ending(title: str) -> str:
    return next(
        (suffix for suffix in ("法典", "条例", "规定", "办法", "细则", "法") if title.endswith(suffix)), ""
    )


def _used(head: str, words: Sequence[Sequence[str]], *, half: bool = False) -> int:
    """How many of the words begin with the parts that `head` is made of, in order; 0 where it is not.

    A word is a row of characters or of syllables; `half` takes the beginning of the last one for all of it.
    """
    # After the characters of `head` taken so far: the fewest words they need.
    taken = {0: 0}
    for place, word in enumerate(words):
        for done, used in list(taken.items()):
            if place and not done:
                continue
            for part in word:
                if head.startswith(part, done):
                    done += len(part)
                elif half and part.startswith(head[done:]):
                    done = len(head)
                else:
                    break
                taken[done] = min(used + 1, taken.get(done, len(words) + 1))
                if done == len(head):
                    break
    return taken.get(len(head), 0)
