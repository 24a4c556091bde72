"""The words that make a question of what is asked: they are asked often and answered nowhere."""

import re

_ASKING = "怎么办|怎么|怎样|请问|可不可以|能不能|会不会|要不要|是不是|算不算|有没有|为什么|吗|呢"
_ASKING_WORDS = re.compile(_ASKING)
# For marking, which may pass over more than searching may.
FILLERS = re.compile(f"{_ASKING}|如何|可以|什么|哪些|哪个|多少|多久|的|了")


def without_asking(normalised: str) -> str:
    """A query without its question words; as it was where nothing else stands in it."""
    said = _ASKING_WORDS.sub(" ", normalised).strip()
    return said or normalised
