import pytest
from cryptography.fernet import InvalidToken
from hypothesis import given
from hypothesis import strategies as st

from cms.core import field_key
from cms.core.protected import decrypt, encrypt, fingerprint, mask_id, mask_name, mask_phone


@given(st.text())
def test_decrypt_returns_what_was_encrypted(text):
    assert decrypt(encrypt(text)) == text


def test_equal_texts_give_different_tokens():
    assert encrypt("19900000001") != encrypt("19900000001")


def test_forged_token_is_refused():
    token = encrypt("19900000001")
    with pytest.raises(InvalidToken):
        decrypt(token[:-4] + "AAAA")


@pytest.mark.django_db
def test_fingerprint_depends_on_value_purpose_and_key(settings, monkeypatch):
    # Set back at the end, so that the key of the other tests is not asked about again.
    monkeypatch.setattr(field_key, "_verified_key", field_key._verified_key)
    one = fingerprint("19900000001", "phone")
    assert one == fingerprint("19900000001", "phone")
    others = {fingerprint("19900000002", "phone"), fingerprint("19900000001", "id")}
    settings.ZHIFA_FIELD_KEY = "another"
    others.add(fingerprint("19900000001", "phone"))
    assert one not in others


def test_fingerprint_of_nothing_is_nothing():
    assert fingerprint("", "phone") == ""


@pytest.mark.parametrize(
    ("mask", "plain", "shown"),
    [
        (mask_id, "310107197702061234", "310***********1234"),
        (mask_phone, "13812341234", "138****1234"),
        (mask_name, "欧阳某某", "欧***"),
        (mask_phone, "123", "***"),
    ],
)
def test_masks(mask, plain, shown):
    assert mask(plain) == shown
