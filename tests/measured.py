"""Loaded by `make covered` (`-p tests.measured`): counts lines of the rules in the workers, as they are read.

Counted by instructions in those files alone, so the rest runs at its own speed. Environment: RULES names the
files, COUNTED the folder for each worker's count.
"""

import atexit
import json
import os
from pathlib import Path

import slipcover


class Rules:
    """What is counted, as the importer asks."""

    def __init__(self, names: str):
        self._files = {Path(name).resolve() for name in names.split()}

    def matches(self, filename) -> bool:
        return Path(filename).resolve() in self._files


def _write(count: slipcover.Slipcover, folder: Path) -> None:
    (folder / f"{os.getpid()}.json").write_text(json.dumps(count.get_coverage()))


if "PYTEST_XDIST_WORKER" in os.environ:
    _count = slipcover.Slipcover()
    slipcover.ImportManager(_count, Rules(os.environ["RULES"])).__enter__()
    atexit.register(_write, _count, Path(os.environ["COUNTED"]))
