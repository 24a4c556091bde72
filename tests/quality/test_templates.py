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


# A figure that says something itself: a chart of `cms.reports`, a map, a graph.
DRAWN = ("public/places/map.html", "places/map.html", "guides/admin/graph.html")
FIGURE = re.compile(
    r"""<img[^>]*src="\{% url '(?:portal:figures_months|figures_chart)'|\{% include "(?:"""
    + "|".join(map(re.escape, DRAWN))
    + r""")\""""
)
IN_WORDS = re.compile(r"<table|<ol|<article")


def test_every_drawing_is_known():
    """A new one is told to readers who do not see it: see `DRAWN`."""
    drawing = re.compile(r'<svg\b(?![^>]*aria-hidden="true")')
    found = {path for path in TEMPLATES if drawing.search(path.read_text())}
    assert {str(path).partition("/templates/")[2] for path in found} == set(DRAWN)


def test_every_figure_is_followed_by_its_table_or_list():
    alone, count = [], 0
    for path in TEMPLATES:
        after = FIGURE.split(path.read_text())[1:]
        count += len(after)
        alone += [str(path.relative_to(settings.ROOT)) for part in after if not IN_WORDS.search(part)]
    assert alone == []
    assert count >= 8
