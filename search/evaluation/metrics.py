"""How good a ranking is. Pure: a ranking is the keys found, best first; relevance is yes or no."""

import math
import random
from collections.abc import Collection, Sequence
from statistics import fmean

# How often as many values are drawn anew to tell how sure an average is.
DRAWINGS = 1000


def recall_at(ranked: Sequence[str], relevant: Collection[str], depth: int) -> float:
    """The share of `relevant` (not empty) among the first `depth`."""
    return len(set(ranked[:depth]) & set(relevant)) / len(set(relevant))


def reciprocal_rank_at(ranked: Sequence[str], relevant: Collection[str], depth: int) -> float:
    """1 over the rank of the first relevant key among the first `depth`; 0 where there is none."""
    wanted = set(relevant)
    return next((1 / rank for rank, key in enumerate(ranked[:depth], 1) if key in wanted), 0.0)


def ndcg_at(ranked: Sequence[str], relevant: Collection[str], depth: int) -> float:
    """Normalised discounted cumulative gain of the first `depth`, 1 where no ranking could be better.

    Järvelin and Kekäläinen, 2002, with binary gain. A key that comes twice gains once.
    """
    wanted, gain = set(relevant), 0.0
    best = sum(1 / math.log2(rank + 1) for rank in range(1, min(len(wanted), depth) + 1))
    for rank, key in enumerate(ranked[:depth], 1):
        if key in wanted:
            wanted.discard(key)
            gain += 1 / math.log2(rank + 1)
    return gain / best


def mean(values: Sequence[float]) -> float:
    """The average; 0 of nothing."""
    return sum(values) / len(values) if values else 0.0


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value not below `share` (0 to 1) of the values (nearest rank); 0 of nothing."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0


def confidence(values: Sequence[float]) -> tuple[float, float]:
    """Between what the average of such values lies in 95 of 100 cases: of so many drawn from them anew."""
    if not values:
        return 0.0, 0.0
    drawn = random.Random(len(values))  # noqa: S311
    averages = sorted(fmean(drawn.choices(values, k=len(values))) for _ in range(DRAWINGS))
    return averages[DRAWINGS // 40], averages[-1 - DRAWINGS // 40]
