"""A larger 青桥区 around the small one: everything invented, made through services, the same for a seed."""

from pathlib import Path

import yaml

WORDS = yaml.safe_load((Path(__file__).parent / "words.yaml").read_text(encoding="utf-8"))
