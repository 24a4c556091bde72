"""Numbers by which somebody outside finds again what they sent: told once, kept as a keyed hash alone.

Whatever is found by one has a `code_fingerprint` that the database holds unique.
"""

import secrets
from collections.abc import Callable

from django.db import models

from cms.core.protected import fingerprint

# Without the letters and digits that are read for one another.
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 12


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _each in range(CODE_LENGTH))


def untaken_code(
    model: type[models.Model], purpose: str, make: Callable[[], str] | None = None
) -> tuple[str, str]:
    """A number that stands for nothing of `model` yet, and its fingerprint for this purpose.

    Of two that drew the same at the same moment the database refuses the second.
    """
    while True:
        code = (make or new_code)()
        found = fingerprint(code, purpose)
        if not model._default_manager.filter(code_fingerprint=found).exists():
            return code, found
