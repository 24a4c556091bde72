"""Real parts for tests that Maven Central carries; fetched once into the user's cache, never committed."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

CACHES = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"


def missing(file: Path) -> str:
    """Why `file` cannot be had here; empty where it can."""
    if not file.exists() and not shutil.which("mvn"):
        return "没有 Maven：apt-get install maven"
    return ""


def fetched(artifact: str, file: Path) -> Path:
    """`file`, which is `artifact` (group:name:version[:packaging])."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=file.parent) as folder:
            subprocess.run(
                ["mvn", "-B", "-q", COPY, f"-Dartifact={artifact}", f"-DoutputDirectory={folder}"],
                check=True,
            )
            next(Path(folder).iterdir()).replace(file)
    return file
