"""The text of a document, read by a child process that may fail, run out of memory or take too long."""

import math
import os
import resource
import subprocess
import sys
from pathlib import Path

from django.conf import settings

READABLE = ("pdf", "docx", "pptx", "xlsx", "txt", "csv")
SECONDS = 60
MEMORY = 1024 * 1024 * 1024
# A book's worth; what stands further back is not found.
MAX_CHARACTERS = 200_000


class UnreadableDocument(Exception):
    """The text could not be read; the message says why, in Chinese."""


def extract_text(path: Path) -> str:
    """The text of the document at `path`, at most `MAX_CHARACTERS`; empty where it holds none.

    Raises UnreadableDocument. Whatever the file does, this process is safe: the reader has no settings,
    no secrets in its environment, and limits on time, memory and what it may write.
    """
    if path.suffix.lower().lstrip(".") not in READABLE:
        raise UnreadableDocument("这种文件不提取文字。")
    try:
        done = subprocess.run(  # noqa: S603  our own interpreter and module; the path is an argument
            [sys.executable, "-B", "-m", "media.extraction", str(path), str(MAX_CHARACTERS)],
            cwd=settings.ROOT,
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
    return done.stdout.decode("utf-8", "replace")[:MAX_CHARACTERS]


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(SECONDS), math.ceil(SECONDS)))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
