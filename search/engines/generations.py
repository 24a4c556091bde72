"""A directory of index generations, one of them current; one writer at a time."""

import fcntl
import os
import shutil
import time
from contextlib import contextmanager, suppress
from pathlib import Path

from search.own_files import file_at, folder_at


class Generations:
    """`root/current` names the directory readers open. A new generation is built beside it and swapped in."""

    def __init__(self, root: Path, form: str):
        """`form` names how a generation is written; one of another form is as good as none."""
        self.root = root
        self.form = form
        self.pointer = root / "current"

    def current(self) -> Path | None:
        """The directory of the current generation; None before the first."""
        named = ""
        while True:
            try:
                path = self.root / self.pointer.read_text()
                is_held = path != self.root and path.is_dir()
            except (OSError, UnicodeDecodeError, ValueError):
                return None
            if is_held:
                return path if path.name.startswith(f"generation-{self.form}-") else None
            # Between the two looks it may have been replaced; if not, it is lost.
            if path.name == named:
                return None
            named = path.name

    def swapped(self) -> tuple[int, int]:
        """Differs after every swap, and costs less to ask for than which generation is current."""
        try:
            return identity(self.pointer)
        except (FileNotFoundError, NotADirectoryError):
            return 0, 0

    def new(self) -> Path:
        """An empty directory for the next generation."""
        path = folder_at(self.root) / f"generation-{self.form}-{time.time_ns()}"
        path.mkdir()
        return path

    def swap(self, path: Path) -> None:
        """Make `path` current in one step."""
        draft = file_at(self.root / "current.new")
        draft.write_text(path.name)
        draft.replace(file_at(self.pointer))

    def disown(self, path: Path) -> None:
        """Have no current generation any more, if this broken one still is: the next flush builds one."""
        # On a disk that can only be read it stays, and the table goes on answering.
        with suppress(OSError):
            if self.current() == path:
                self.pointer.unlink(missing_ok=True)

    def clean(self) -> None:
        """Remove generations that are not current."""
        current = self.current()
        for path in self.root.glob("generation-*"):
            if path != current:
                shutil.rmtree(path, ignore_errors=True)

    @contextmanager
    def writing(self):
        """Hold the one writer's place across processes; the system frees it when a process dies."""
        with file_at(folder_at(self.root) / "writer.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def identity(path: Path) -> tuple[int, int]:
    """Differs once the file has been replaced, also within one tick of the clock; raises OSError."""
    held = os.stat(path)
    return held.st_ino, held.st_mtime_ns
