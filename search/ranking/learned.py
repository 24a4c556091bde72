"""The weights of the features, learned from judged questions by `search_train`; the file says how well.

For questions that the model has read. Without it they were worth no more than the formula.
"""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).with_name("learned.json")


def weighed(told: Mapping[str, Sequence[float]]) -> list[float] | None:
    """The sum of the weighed features for each answer; None where nothing was learned or one is not told."""
    learned = learned_weights()
    if not learned or not learned.keys() <= told.keys():
        return None
    columns = [(weight, told[name]) for name, weight in learned.items()]
    return [sum(weight * values[place] for weight, values in columns) for place in range(len(columns[0][1]))]


@lru_cache(maxsize=1)
def learned_weights() -> Mapping[str, float]:
    """What the file holds; nothing where it is missing or cannot be read."""
    try:
        told = json.loads(FILE.read_text(encoding="utf-8"))["weights"]
        return {name: float(value) for name, value in told.items()}
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return {}


def keep(weights: Mapping[str, float], report: Mapping) -> None:
    """Write the weights and the report of their training."""
    text = json.dumps({"weights": weights, "report": report}, ensure_ascii=False, indent=1)
    FILE.write_text(f"{text}\n", encoding="utf-8")
    learned_weights.cache_clear()
