"""What names what, for the library's "used on" and for what may be deleted: noted as a record is saved, and
for all records at once.
"""

from collections.abc import Iterator
from functools import cache

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail import signal_handlers as framework
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.core.bulk import BATCH

_note_by_task = framework.update_reference_index_on_save


def take_over() -> None:
    """Before the framework connects its own, which makes a task of every save and reads the record again."""
    framework.update_reference_index_on_save = note


def note(instance, raw=False, update_fields=None, **kwargs) -> None:
    """Note whom a saved record names, if what was saved can name any; a row by itself is noted at once."""
    model = type(instance)
    if update_fields is not None and not _that_name(model) & set(update_fields):
        return
    if raw or not _is_a_row_by_itself(model):
        _note_by_task(instance, raw=raw, update_fields=update_fields, **kwargs)
    elif not getattr(framework.reference_index_auto_update_disabled, "value", False):
        with transaction.atomic():
            ReferenceIndex.create_or_update_for_object(instance)


@cache
def _that_name(model) -> frozenset[str]:
    """The fields that can name another record, by every name they have."""
    fields = [
        field for field in model._meta.get_fields()
        if (field.is_relation and field.many_to_one) or hasattr(field, "extract_references")
    ]  # fmt: skip
    names = ("name", "attname", "ct_field", "fk_field")
    return frozenset(getattr(field, name) for field in fields for name in names if hasattr(field, name))


@cache
def _is_a_row_by_itself(model) -> bool:
    """No page with what belongs to it, and nothing that belongs to one."""
    belongs = any(isinstance(field, ParentalKey) for field in model._meta.get_fields())
    return not (belongs or model._meta.parents or issubclass(model, ClusterableModel))


def note_all() -> None:
    """Write the framework's index of references anew, as its own `rebuild_references_index` does.

    That one asks the index about each record before it notes it; here the index is empty.
    """
    with transaction.atomic(), disable_reference_index_auto_update():
        ReferenceIndex.objects.all()._raw_delete(ReferenceIndex.objects.db)
        for model in apps.get_models():
            if ReferenceIndex.is_indexed(model):
                ReferenceIndex.objects.bulk_create(_of(model), batch_size=BATCH, ignore_conflicts=True)


def _of(model) -> Iterator[ReferenceIndex]:
    base = ReferenceIndex._get_base_content_type(model)
    for record in model._base_manager.order_by("pk").iterator(BATCH):
        kind = ContentType.objects.get_for_model(record, for_concrete_model=False)
        for to_kind, key, model_path, content_path in {
            *ReferenceIndex._extract_references_from_object(record)
        }:
            yield ReferenceIndex(
                content_type=kind,
                base_content_type=base,
                object_id=record.pk,
                to_content_type_id=to_kind,
                to_object_id=key,
                model_path=model_path,
                content_path=content_path,
                content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
            )
