"""Relations of many records read and written at once."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Model

BATCH = 500


def related_keys(records: Iterable[Model], name: str) -> dict[int, set[int]]:
    """The keys each record refers to by a many-to-many relation."""
    records = list(records)
    found: dict[int, set[int]] = defaultdict(set)
    if records:
        through, owner, target = _through(type(records[0]), name)
        rows = through.objects.filter(**{f"{owner}__in": [record.pk for record in records]})
        for record, other in rows.values_list(owner, target):
            found[record].add(other)
    return found


def relate(wanted: dict[Model, set[int]], name: str, held: dict[int, set[int]]) -> None:
    """Have each record refer to exactly the wanted keys; `held` are those it refers to now."""
    if not wanted:
        return
    through, owner, target = _through(type(next(iter(wanted))), name)
    for record, keys in wanted.items():
        gone = held.get(record.pk, set()) - keys
        if gone:
            through.objects.filter(**{owner: record.pk, f"{target}__in": gone}).delete()
    through.objects.bulk_create(
        [
            through(**{owner: record.pk, target: key})
            for record, keys in wanted.items()
            for key in sorted(keys - held.get(record.pk, set()))
        ],
        batch_size=BATCH,
    )


def _through(model: type[Model], name: str):
    field = model._meta.get_field(name)
    return field.remote_field.through, f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
