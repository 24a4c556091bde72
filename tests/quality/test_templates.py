"""Every template of the project compiles, and none leaves a tag library behind."""

import pytest
from django.conf import settings
from django.template import engines

OURS = ("cms", "sites", "search", "media")
TEMPLATES = sorted(path for part in OURS for path in (settings.ROOT / part).glob("**/templates/**/*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(settings.ROOT)))
def test_template_compiles(path):
    engines["django"].from_string(path.read_text())
