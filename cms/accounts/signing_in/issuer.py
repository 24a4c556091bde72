"""Signing in by an identity provider that the environment names, by OpenID Connect; off where it names none.

The provider tells who somebody is; which account that is, and what it may do, stays ours. Nobody is given
an account here: the claim `SIGN_IN_ISSUER["claim"]` must be the name of one.
"""

from functools import lru_cache

from authlib.integrations.base_client import OAuthError
from authlib.integrations.django_client import DjangoOAuth2App, OAuth
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from joserfc.errors import JoseError
from requests import RequestException

# Marks the session of whoever came in this way: a password that was handed to them is none of theirs.
VOUCHED = "vouched"
# Nobody waits longer for a provider that does not answer.
PATIENCE_SECONDS = 10


class NotVouched(Exception):
    """The provider did not say who it is, said it wrongly, or did not answer."""


def is_on() -> bool:
    return bool(settings.SIGN_IN_ISSUER)


def send_there(request: HttpRequest, back: str) -> HttpResponse:
    """To the provider's page, from which one comes back to the address `back`."""
    try:
        return _client().authorize_redirect(request, back)
    except (OAuthError, RequestException, JoseError, RuntimeError, ValueError, KeyError) as error:
        raise NotVouched from error


def who_came_back(request: HttpRequest) -> str:
    """The account name that the provider vouches for: its signature, sender, addressee and time are right."""
    given = settings.SIGN_IN_ISSUER
    expected = {
        "iss": {"essential": True, "value": given["issuer"]},
        "aud": {"essential": True, "value": given["client_id"]},
        "exp": {"essential": True},
    }
    try:
        token = _client().authorize_access_token(request, claims_options=expected)
    except (OAuthError, RequestException, JoseError, RuntimeError, ValueError, KeyError) as error:
        raise NotVouched from error
    name = (token.get("userinfo") or {}).get(given["claim"])
    if not isinstance(name, str) or not name.strip():
        raise NotVouched
    return name.strip()


def _client() -> DjangoOAuth2App:
    return _client_of(*(settings.SIGN_IN_ISSUER[each] for each in ("issuer", "client_id", "client_secret")))


@lru_cache(maxsize=1)
def _client_of(issuer: str, client_id: str, client_secret: str) -> DjangoOAuth2App:
    return OAuth().register(
        "issuer",
        client_id=client_id,
        client_secret=client_secret,
        server_metadata_url=f"{issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid profile",
            "code_challenge_method": "S256",
            "default_timeout": PATIENCE_SECONDS,
        },
    )
