"""What stands above a column that is taken away, or beside a value that is looked at, is Chinese."""

import re

from wagtail.admin.viewsets import viewsets

from cms.core.labels import label_at

HAN, WORD = re.compile("[\u3400-\u9fff]"), re.compile("[a-z]{2,}")


def named(viewset) -> dict[str, str]:
    """By path what each column of the download and each line of the page is called."""
    view = getattr(viewset, "index_view_class", None)
    told = getattr(view, "export_headings", {}) | _of(viewset, "export_headings", {})
    paths = [*_of(viewset, "list_export", ()), *_of(viewset, "inspect_view_fields", ())]
    return {path: str(told.get(path) or label_at(viewset.model, path)) for path in paths}


def _of(viewset, name: str, otherwise):
    """What was set; the framework marks what was not by a value of its own."""
    given = getattr(viewset, name, otherwise)
    return given if isinstance(given, (list, tuple, dict)) else otherwise


def test_every_column_that_is_taken_away_or_looked_at_has_a_chinese_name():
    viewsets.populate()
    found = [each for each in viewsets.viewsets if getattr(each, "model", None)]
    assert len(found) > 50
    foreign = {
        (each.model._meta.label, path, name)
        for each in found
        for path, name in named(each).items()
        if not HAN.search(name) or WORD.search(name)
    }
    assert foreign == set()
