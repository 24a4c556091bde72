"""How Chinese sounds: syllables without tones, for suggestions by pinyin and for homophones."""

from functools import lru_cache

# Sounds that many speakers do not tell apart.
_ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"))


@lru_cache(maxsize=20_000)
def syllables(text: str) -> tuple[str, ...]:
    """One syllable a character, as the words around it decide (银行: yin hang); others stay as they are."""
    # Read when first needed: its dictionaries cost every command and child process a quarter of a second.
    from pypinyin import lazy_pinyin

    spoken = lazy_pinyin(text, errors=list, v_to_u=False)
    # A reading for the whole text only where each character has one.
    return tuple(spoken) if len(spoken) == len(text) else tuple(text)


def sound(text: str, *, roughly: bool = False) -> str:
    """The key under which homophones meet; `roughly` also joins zh/z, ch/c, sh/s and -ng/-n."""
    return joined(syllables(text), roughly=roughly)


def joined(spoken: tuple[str, ...], *, roughly: bool = False) -> str:
    """The key of syllables that were read before."""
    return " ".join(map(_rough, spoken) if roughly else spoken)


@lru_cache(maxsize=2000)
def _rough(syllable: str) -> str:
    for exact, rough in _ALIKE:
        if syllable.startswith(exact):
            syllable = rough + syllable[len(exact) :]
    return syllable[:-1] if syllable.endswith("ng") else syllable


def spells(typed: str, text: str, start: int = 0) -> int:
    """How many characters of `text` from `start` the typed letters stand for; 0 if they do not.

    Each character may be typed itself, as its initial or as its syllable, the last one unfinished:
    ldht, laodonght, 劳动ht and laodo all spell the beginning of 劳动合同法.
    """
    spoken = syllables(text)
    # How much of what was typed may be used up when a character is reached.
    reached = {0}
    for place in range(start, len(text)):
        further: set[int] = set()
        for used in reached:
            rest, syllable = typed[used:], spoken[place]
            if rest in (text[place], syllable[:1]) or syllable.startswith(rest):
                return place - start + 1
            if rest.startswith(text[place]):
                further.add(used + 1)
            if rest.startswith(syllable):
                further.add(used + len(syllable))
            if rest[0] == syllable[0]:
                further.add(used + 1)
        if not further:
            return 0
        reached = further
    return 0
