"""What an answer costs: time of the processor, so that what else the machine does is not counted."""

import time
from statistics import median

TURNS = 15


def milliseconds(client, path: str) -> float:
    """The median of some turns, after two that warm up."""
    for _ in range(2):
        if client.get(path).status_code != 200:
            raise SystemExit(f"{path} 没有打开")
    turns = []
    for _ in range(TURNS):
        begun = time.process_time()
        client.get(path)
        turns.append(1000 * (time.process_time() - begun))
    return median(turns)
