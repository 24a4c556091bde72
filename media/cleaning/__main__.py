"""The child: reads a picture, writes a line about it and what was made of it, or one word: why not."""

import json
import sys

from media.cleaning.pixels import Refused, cleaned

if __name__ == "__main__":
    try:
        about, clean = cleaned(
            sys.stdin.buffer.read(), max_side=int(sys.argv[1]), max_pixels=int(sys.argv[2])
        )
    except Refused as refusal:
        sys.stdout.write(f"{refusal}\n")
        sys.exit(1)
    sys.stdout.buffer.write(json.dumps(about).encode() + b"\n" + clean)
