"""What an answer costs: time of the processor, so that what else the machine does is not counted."""

import time
from collections.abc import Callable

TURNS = 15


def milliseconds(client, path: str, before: Callable[[], object] = lambda: None) -> float:
    """The least of some turns, after two that warm up; what is done `before` each is not counted.

    What else the machine does makes a turn longer, never shorter.
    """
    for _ in range(2):
        if client.get(path).status_code != 200:
            raise SystemExit(f"{path} 没有打开")
    turns = []
    for _ in range(TURNS):
        before()
        begun = time.process_time()
        client.get(path)
        turns.append(1000 * (time.process_time() - begun))
    return min(turns)
