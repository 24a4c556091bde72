"""Folders and files of the search's own: what else stands in their place, after a slip, gives way."""

import shutil
from pathlib import Path


def folder_at(path: Path) -> Path:
    """The folder at this place, made where there is none."""
    if not path.is_dir():
        path.unlink(missing_ok=True)
    path.mkdir(parents=True, exist_ok=True)
    return path


def file_at(path: Path) -> Path:
    """The place of a file, free to be written."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    return path
