"""The rows of a table as records, written together."""

from datetime import date

import pytest

from cms.campaigns.models import Audience
from cms.core.errors import RuleBroken
from cms.intake.journal import Journal
from cms.intake.storing import RowStore

pytestmark = pytest.mark.django_db
LABEL = "campaigns.audience"


@pytest.fixture
def store() -> RowStore:
    noted = []
    journal = Journal(actor=None, on=date(2026, 11, 26), store=noted.extend)
    store = RowStore(journal, Audience, ["name", "order"])
    store.noted = noted
    return store


def noted(store: RowStore) -> list[tuple]:
    return [(change.model, change.record, change.before) for change in store.noted]


@pytest.fixture
def stored() -> Audience:
    return Audience.objects.create(name="船民", order=7)


def test_nothing_is_written_before_all_of_it_is(store, stored):
    assert store.add(Audience(name="渔民")) == "create"
    assert store.change(stored, {"order": 8}) == "change"
    assert list(Audience.objects.filter(name__in=["船民", "渔民"]).values_list("name", "order")) == [
        ("船民", 7)
    ]
    assert noted(store) == []


def test_every_record_written_is_noted_with_what_it_was(store, stored):
    new = Audience(name="渔民")
    store.add(new)
    store.change(stored, {"order": 8})
    store.write()
    stored.refresh_from_db()
    assert (stored.order, Audience.objects.get(name="渔民").pk) == (8, new.pk)
    assert noted(store) == [(LABEL, new.pk, None), (LABEL, stored.pk, {"order": 7})]


def test_same_values_change_nothing(store, stored):
    assert store.change(stored, {"name": "船民", "order": 7}) == "unchanged"
    store.write()
    assert noted(store) == []


def test_two_rows_of_one_record_keep_what_it_was_before_the_first(store, stored):
    store.change(stored, {"order": 8})
    store.change(stored, {"order": 9})
    store.write()
    assert noted(store) == [(LABEL, stored.pk, {"order": 7})]


def test_second_row_of_a_new_record_adds_to_it(store):
    new = Audience(name="渔民")
    store.add(new)
    assert store.change(new, {"order": 9}) == "unchanged"
    store.write()
    assert Audience.objects.get(name="渔民").order == 9
    assert noted(store) == [(LABEL, new.pk, None)]


def test_rows_meet_what_a_form_would_ask(store, stored):
    """Written in bulk or by a form: the same verdict, and nothing is kept."""
    store.add(Audience(name="渔民", order=10_001))
    store.change(stored, {"order": 20_000})
    with pytest.raises(RuleBroken, match=r"渔民：次序：.*10000"):
        store.write()
    assert not Audience.objects.filter(name="渔民").exists()


def test_change_is_asked_of_what_it_changes_alone(store, stored):
    Audience.objects.filter(pk=stored.pk).update(order=20_000)
    stored.refresh_from_db()
    store.change(stored, {"name": "渔民"})
    store.write()
    stored.refresh_from_db()
    assert (stored.name, stored.order) == ("渔民", 20_000)
