"""The child: prints the words of one document. Knows no Django and writes nothing but its answer."""

import json
import sys

from media.extraction.reading import text_of

if __name__ == "__main__":
    path, limit = sys.argv[1], int(sys.argv[2])
    with open(path, "rb") as file:
        shown, beside = text_of(file, path, limit)
    # ASCII, with lone surrogates of broken files as they are: whoever reads it decides.
    json.dump([shown, beside], sys.stdout)
