"""What is wrong at the start is said in one sentence."""

import pytest
from django.core.cache import caches

from sites.kept_pages import generations
from sites.starting import _forget_what_was_kept, _settings_are_missing


@pytest.mark.parametrize(
    ("asked", "missing", "is_told"),
    [
        ("sites.settings.nope", "sites.settings.nope", True),
        ("nope.settings", "nope", True),
        ("sites.settings.dev", "whitenoise", False),
        ("sites.settings.dev", "site", False),
    ],
)
def test_settings_that_do_not_exist_are_named(monkeypatch, asked, missing, is_told):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", asked)
    told = _settings_are_missing(ModuleNotFoundError("…", name=missing))
    assert (asked in told, bool(told)) == (is_told, is_told)


def test_another_failure_is_not_one_of_the_settings():
    assert _settings_are_missing(ValueError("真正的故障")) == ""


def test_what_an_older_release_kept_is_given_out_no_more():
    before = generations(["", "statutes"])
    _forget_what_was_kept()
    after = generations(["", "statutes"])
    assert [old == new for old, new in zip(before, after, strict=True)] == [False, False]
    caches["pages"].clear()
