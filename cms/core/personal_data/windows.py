"""A window: neighbouring groups of a chain, read as one number."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, groupby

from cms.core.personal_data.chains import LEVELS, Chain, Gap, Group
from cms.core.personal_data.glyphs import JOINER, NOTHING


@dataclass(frozen=True)
class Window:
    """Groups `first` to `last` of `chain`. `is_whole`: what joins them joins nothing more at either end."""

    chain: Chain
    first: int
    last: int
    digits: str
    is_whole: bool

    @property
    def places(self) -> range:
        return range(self.first, self.last + 1)

    @cached_property
    def groups(self) -> list[Group]:
        return self.chain.groups[self.first : self.last + 1]

    @cached_property
    def gaps(self) -> list[Gap]:
        return self.chain.gaps[self.first : self.last]

    @property
    def ends_the_chain(self) -> bool:
        return self.last == len(self.chain.groups) - 1

    @property
    def check(self) -> Group | None:
        return self.chain.check if self.ends_the_chain else None

    @property
    def after(self) -> str:
        return self.chain.after if self.ends_the_chain else ""

    @property
    def start(self) -> int:
        return self.groups[0].start

    @property
    def end(self) -> int:
        return self.groups[-1].end

    @property
    def is_joined(self) -> bool:
        """Nothing between its groups parts a list or a line."""
        return all(gap.level <= LEVELS.index(JOINER) for gap in self.gaps)

    @cached_property
    def pieces(self) -> list[str]:
        """Its digits, cut where something is to be seen between them."""
        pieces = [self.groups[0].digits]
        for gap, group in zip(self.gaps, self.groups[1:], strict=True):
            if gap.level == LEVELS.index(NOTHING):
                pieces[-1] += group.digits
            else:
                pieces.append(group.digits)
        return pieces

    @cached_property
    def seams(self) -> list[str]:
        """What is to be seen between its pieces."""
        return [gap.seen for gap in self.gaps if gap.level != LEVELS.index(NOTHING)]


def windows(
    chain: Chain, lengths: tuple[int, ...], is_plausible: Callable[[str], object]
) -> Iterator[Window]:
    """Every window of so many plausible digits; at most one a length for each group."""
    digits = "".join(group.digits for group in chain.groups)
    if len(digits) < min(lengths):
        return
    ends = list(accumulate(len(group.digits) for group in chain.groups))
    ending_at = {end: place for place, end in enumerate(ends)}
    whole = set(_runs(chain)) if len(chain.groups) > 1 else set()
    for first, group in enumerate(chain.groups):
        start = ends[first] - len(group.digits)
        for length in lengths:
            last = ending_at.get(start + length)
            if last is not None and last >= first and is_plausible(digits[start : start + length]):
                is_whole = first == last or (first, last) in whole
                yield Window(chain, first, last, digits[start : start + length], is_whole)


def _runs(chain: Chain) -> Iterator[tuple[int, int]]:
    """Where groups are joined equally well, or by the same thing, as far as that goes."""
    for level in range(len(LEVELS)):
        yield from _joined(chain, [gap.level <= level for gap in chain.gaps])
        # The 三 of a name is no digit of the number that follows it.
        yield from _joined(chain, [gap.level <= level and not gap.parts_scripts for gap in chain.gaps])
    first = 0
    for _seen, same in groupby(chain.gaps, key=lambda gap: gap.seen):
        last = first + len(list(same))
        yield first, last
        first = last


def _joined(chain: Chain, holds: list[bool]) -> Iterator[tuple[int, int]]:
    first = 0
    for place, is_held in enumerate([*holds, False]):
        if not is_held:
            yield first, place
            first = place + 1
