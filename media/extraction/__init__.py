"""The text of a document, read by a child process that may fail, run out of memory or take too long."""

import json
import math
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePath

# Where our modules are. Not asked of the settings: the child would read Django for it.
_ROOT = Path(__file__).resolve().parents[2]
READABLE = ("pdf", "docx", "pptx", "xlsx", "txt", "csv", "zip")
SECONDS = 60
MEMORY = 1024 * 1024 * 1024
# A book's worth; what stands further back is not found.
MAX_CHARACTERS = 200_000


@dataclass(frozen=True)
class Words:
    """What a document says, what stands beside that and goes along with every download; is there more?"""

    shown: str = ""
    beside: str = ""
    is_cut: bool = False


class UnreadableDocument(Exception):
    """The text could not be read; the message says why, in Chinese."""


def extract_text(path: Path) -> Words:
    """The words of the document at `path`, at most `MAX_CHARACTERS`; empty where it holds none.

    Raises UnreadableDocument. Whatever the file does, this process is safe: the reader has no settings,
    no secrets in its environment, and limits on time, memory and what it may write.
    """
    if path.suffix.lower().lstrip(".") not in READABLE:
        raise UnreadableDocument("这种文件不提取文字。")
    try:
        done = subprocess.run(  # noqa: S603  our own interpreter and module; the path is an argument
            [sys.executable, "-B", "-m", "media.extraction", str(path), str(MAX_CHARACTERS)],
            cwd=_ROOT,
            env={"PATH": os.environ.get("PATH", ""), "PYTHONIOENCODING": "utf-8", "LANG": "C.UTF-8"},
            capture_output=True,
            timeout=SECONDS,
            preexec_fn=_limit,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableDocument(f"读取超过 {SECONDS} 秒。") from error
    if done.returncode:
        raise UnreadableDocument("文件损坏、加密或过于复杂，无法读取文字。")
    shown, beside = (_printable(part) for part in json.loads(done.stdout))
    is_cut = max(len(shown), len(beside)) >= MAX_CHARACTERS
    return Words(shown, beside, is_cut)


def extract_upload(file) -> Words:
    """The words of a file not yet kept, as `extract_text` reads them."""
    with tempfile.NamedTemporaryFile(suffix=PurePath(file.name).suffix) as copy:
        file.seek(0)
        shutil.copyfileobj(file, copy)
        file.seek(0)
        copy.flush()
        return extract_text(Path(copy.name))


def _printable(text: str) -> str:
    return text.encode("utf-8", "replace").decode().replace("\0", "")


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(SECONDS), math.ceil(SECONDS)))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
