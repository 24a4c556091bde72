"""One database, one key: its fingerprint stands there, and no other key is used or made beside it."""

import pytest
from cryptography.fernet import InvalidToken

from cms.core import field_key
from cms.core.errors import CannotStart
from cms.core.key_files import fresh_key
from cms.core.models import KeySeal
from cms.core.protected import decrypt, encrypt, fingerprint, fingerprint_of_key
from tests.cms.people.factories import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _not_yet_verified(monkeypatch, settings):
    monkeypatch.setattr(field_key, "_verified_key", "")
    settings.ZHIFA_FIELD_KEY_FILE = None
    KeySeal.objects.all().delete()


@pytest.fixture
def other_key(settings, monkeypatch):
    """Turns to another key, as the next start with a wrong environment would."""

    def turn() -> None:
        settings.ZHIFA_FIELD_KEY = fresh_key()
        monkeypatch.setattr(field_key, "_verified_key", "")

    return turn


def sealed() -> bool:
    return list(KeySeal.objects.values_list("fingerprint", flat=True)) == [fingerprint_of_key()]


def test_first_start_seals_the_database_and_keeps_the_new_key(settings, tmp_path):
    settings.ZHIFA_FIELD_KEY_FILE = tmp_path / "key"
    field_key.verify()
    assert sealed()
    assert (tmp_path / "key").read_text() == settings.ZHIFA_FIELD_KEY


def test_given_key_is_sealed_and_not_written_anywhere(tmp_path):
    field_key.verify()
    assert sealed()


def test_wrong_key_stops_the_start_in_one_sentence(other_key):
    PersonFactory(phone="19900000001")
    other_key()
    with pytest.raises(CannotStart, match=r"密钥 ZHIFA_FIELD_KEY 与数据库不符.*换回原来的密钥"):
        field_key.verify()
    assert not sealed()


def test_no_new_key_is_made_while_protected_data_exists(settings, other_key, tmp_path):
    PersonFactory(phone="19900000001")
    other_key()
    settings.ZHIFA_FIELD_KEY_FILE = tmp_path / "key"
    with pytest.raises(CannotStart, match=f"放回 {tmp_path / 'key'}.*ZHIFA_FIELD_KEY"):
        field_key.verify()
    assert not (tmp_path / "key").exists()


def test_data_older_than_the_seal_is_protected_too(settings, other_key, tmp_path):
    PersonFactory(phone="19900000001")
    KeySeal.objects.all().delete()
    other_key()
    with pytest.raises(CannotStart, match="与数据库不符"):
        field_key.verify()
    assert not KeySeal.objects.exists()


def test_right_key_seals_data_older_than_the_seal(monkeypatch):
    PersonFactory(phone="19900000001")
    KeySeal.objects.all().delete()
    monkeypatch.setattr(field_key, "_verified_key", "")
    field_key.verify()
    assert sealed()


def test_key_may_be_another_while_nothing_is_protected(other_key):
    field_key.verify()
    other_key()
    field_key.verify()
    assert sealed()


@pytest.mark.parametrize("use", [encrypt, lambda text: fingerprint(text, "phone")])
def test_wrong_key_protects_nothing_whatever_the_entrance(other_key, use):
    PersonFactory(phone="19900000001")
    other_key()
    with pytest.raises(CannotStart):
        use("19900000002")


def test_wrong_key_reads_nothing(other_key):
    token = encrypt("19900000001")
    other_key()
    with pytest.raises(InvalidToken):
        decrypt(token)


def test_key_made_by_another_process_meanwhile_is_not_passed_over(settings, tmp_path):
    settings.ZHIFA_FIELD_KEY_FILE = tmp_path / "key"
    (tmp_path / "key").write_text(fresh_key())
    with pytest.raises(CannotStart, match="再启动一次"):
        field_key.verify()
    assert not KeySeal.objects.exists()
