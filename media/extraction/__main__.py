"""The child: prints the text of one document. Knows no Django and writes nothing but its answer."""

import sys
from pathlib import Path

from media.extraction.reading import text_of

if __name__ == "__main__":
    path, limit = Path(sys.argv[1]), int(sys.argv[2])
    sys.stdout.write(text_of(path, limit).encode("utf-8", "replace").decode())
