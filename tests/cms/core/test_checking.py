"""What is checked before a record is stored: what was changed, and what stands under a rule with it."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from cms.core.checking import _constraints, check
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.events.factories import EventFactory

pytestmark = pytest.mark.django_db


def _told(record, changed):
    with pytest.raises(ValidationError) as caught:
        check(record, changed)
    return caught.value.message_dict


def test_new_record_is_checked_as_the_framework_does():
    agency = AgencyFactory()
    twin = AgencyFactory.build(code=agency.code, name="", kind="moon")
    told = _told(twin, None)
    with pytest.raises(ValidationError) as caught:
        twin.full_clean()
    assert told == caught.value.message_dict
    assert told.keys() == {"code", "name", "kind"}


def test_rule_about_two_fields_holds_when_one_of_them_is_changed():
    event = EventFactory()
    event.ends_at = event.starts_at - timedelta(hours=1)
    with pytest.raises(ValidationError) as caught:
        event.full_clean()
    assert _told(event, {"ends_at"}) == _told(event, {"starts_at"}) == caught.value.message_dict


def test_value_that_was_taken_meanwhile_is_told_only_to_who_writes_it():
    one, other = AgencyFactory(), AgencyFactory()
    other.code = one.code
    assert _told(other, {"code"}).keys() == {"code"}
    check(other, {"short_name"})


def test_what_is_not_changed_costs_no_question(django_assert_num_queries):
    event = EventFactory()
    with django_assert_num_queries(0):
        check(event, {"takes_registrations"})


def test_what_the_record_itself_tells_costs_no_question(django_assert_num_queries):
    event = EventFactory()
    with django_assert_num_queries(0):
        check(event, {"ends_at", "host"})
    # Not read, so asked for.
    event = type(event).objects.get(pk=event.pk)
    with django_assert_num_queries(1):
        check(event, {"host"})


def test_relation_to_what_is_not_there_is_refused():
    event = EventFactory()
    event.host_id = 999_999
    assert _told(event, {"host"}).keys() == {"host"}


def test_it_is_known_of_every_rule_which_fields_it_speaks_of():
    for model in apps.get_models():
        if model.__module__.startswith(("cms.", "media.", "search.")):
            names = {field.name for field in model._meta.concrete_fields}
            assert all(spoken and spoken <= names for *_, spoken in _constraints(model)), model
