"""The picture of a page where it is passed on: its title on our own card, at an address that carries it."""

from functools import lru_cache

from django.core.signing import BadSignature, Signer
from django.urls import reverse

# Nobody has words of their own set under our seal.
_SIGNER = Signer(salt="sites.public.passing_on")


@lru_cache(maxsize=512)
def card_address(title: str) -> str:
    return reverse("public:card", args=[_SIGNER.sign_object(title, compress=True)])


def title_on(signed: str) -> str | None:
    """The title an address of ours carries; None for any other."""
    try:
        return _SIGNER.unsign_object(signed)
    except (BadSignature, ValueError):
        return None
