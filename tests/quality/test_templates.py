"""Every template of the project compiles, and none leaves a tag library behind."""

import re

import pytest
from django.conf import settings
from django.template import engines

OURS = ("cms", "sites", "search", "media")
TEMPLATES = sorted(path for part in OURS for path in (settings.ROOT / part).glob("**/templates/**/*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(settings.ROOT)))
def test_template_compiles(path):
    engines["django"].from_string(path.read_text())


# What the policy of `sites.headers` would refuse to run or to apply.
INLINE = {
    "style": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "script": re.compile(r"<script\b(?![^>]*\b(?:src=|type=\"application/))", re.IGNORECASE),
    "address": re.compile(r"javascript:|data:text/html", re.IGNORECASE),
}


def inline_in(markup: str) -> set[str]:
    return {kind for kind, pattern in INLINE.items() if pattern.search(markup)}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(settings.ROOT)))
def test_template_holds_nothing_inline(path):
    assert inline_in(path.read_text()) == set()


@pytest.mark.parametrize(
    ("markup", "kind"),
    [
        ('<p style="color:red">', "style"),
        ("<style>p{}</style>", "style"),
        ("<a class='b' onclick='go()'>", "handler"),
        ("<script>go()</script>", "script"),
        ("<script defer>go()</script>", "script"),
        ('<a href="javascript:go()">', "address"),
    ],
)
def test_inline_code_is_seen(markup, kind):
    assert inline_in(markup) == {kind}


@pytest.mark.parametrize(
    "markup",
    [
        '<script src="/a.js" defer></script>',
        "<p class='style'>conditions = 3</p>",
        '<script type="application/ld+json">{}</script>',
    ],
)
def test_other_markup_is_no_inline_code(markup):
    assert inline_in(markup) == set()
