"""Personal numbers: encrypted at rest, compared by keyed hash, shown masked.

Rules: 个人信息保护法; neither identity numbers nor telephone numbers reach the search index, logs,
revisions, notifications or URLs.
"""

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet
from django.conf import settings
from django.db import models

from cms.core import field_key


@lru_cache(maxsize=2)
def _cipher_of(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"field:{key}".encode()).digest()))


def _cipher() -> Fernet:
    """Only for a key that is this database's: nothing is ever encrypted that could not be read again."""
    field_key.verify()
    return _cipher_of(settings.ZHIFA_FIELD_KEY)


def open_token(token: str) -> str:
    """As `decrypt`, whether or not the key is this database's: to find that out."""
    return _cipher_of(settings.ZHIFA_FIELD_KEY).decrypt(token.encode()).decode()


def fingerprint_of_key() -> str:
    """By which the key is known again without being stored."""
    return hashlib.sha256(f"seal:{settings.ZHIFA_FIELD_KEY}".encode()).hexdigest()


def encrypt(text: str) -> str:
    """Return `text` as an authenticated token; equal texts give different tokens."""
    return _cipher().encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """Return the text of a token made by `encrypt`; `cryptography.fernet.InvalidToken` if forged."""
    return _cipher().decrypt(token.encode()).decode()


def encrypt_bytes(content: bytes) -> bytes:
    """Return a file's content as an authenticated token."""
    return _cipher().encrypt(content)


def decrypt_bytes(token: bytes) -> bytes:
    """Return the content of a token made by `encrypt_bytes`."""
    return _cipher().decrypt(token)


def fingerprint(value: str, purpose: str) -> str:
    """A keyed hash (64 hex digits) by which equal values are found without being stored.

    The purpose separates uses: one number has different fingerprints as an ID and as a phone.
    An empty value has the empty fingerprint.
    """
    if not value:
        return ""
    field_key.verify()
    key = _fingerprint_key(settings.ZHIFA_FIELD_KEY)
    return hmac.digest(key, f"{purpose}:{value}".encode(), "sha256").hex()


@lru_cache(maxsize=2)
def _fingerprint_key(key: str) -> bytes:
    return hashlib.sha256(f"fingerprint:{key}".encode()).digest()


class ProtectedTextField(models.TextField):
    """Text that stands encrypted in the database. It cannot be searched: keep a fingerprint beside it."""

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return encrypt(value) if value else value

    def from_db_value(self, value, expression, connection):
        return decrypt(value) if value else value

    def get_lookup(self, lookup_name):
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None


def mask_id(number: str) -> str:
    """310***********1234: the first three and last four characters of an identity number."""
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}" if len(number) > 7 else "*" * len(number)


def mask_phone(number: str) -> str:
    """138****1234."""
    return f"{number[:3]}****{number[-4:]}" if len(number) > 7 else "*" * len(number)


def mask_name(name: str) -> str:
    """The first character, the rest as asterisks: 王*，欧***."""
    return name[:1] + "*" * (len(name) - 1)
