from cms.duties.models import ActivityRecord
from cms.events.models import Event
from sites.public import checks, sitemaps


def test_public_record_that_is_in_no_sitemap_is_told(monkeypatch):
    monkeypatch.setattr(sitemaps.Events, "items", lambda self: [])
    told = checks.public_records_are_in_the_sitemap(None)
    assert [(error.id, error.obj) for error in told] == [("public.E001", Event)]


def test_what_is_in_the_sitemap_is_passed_over():
    assert list(checks.public_records_are_in_the_sitemap(None, models=[Event, ActivityRecord])) == []
