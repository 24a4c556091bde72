"""The child: reads a picture, writes what was made of it, or one word that says why not."""

import sys

from media.cleaning.pixels import Refused, cleaned

if __name__ == "__main__":
    try:
        extension, clean = cleaned(
            sys.stdin.buffer.read(), max_side=int(sys.argv[1]), max_pixels=int(sys.argv[2])
        )
    except Refused as refusal:
        sys.stdout.write(f"{refusal}\n")
        sys.exit(1)
    sys.stdout.buffer.write(extension.encode() + b"\n" + clean)
