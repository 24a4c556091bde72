"""What names what, for the library's "used on" and for what may be deleted: noted for all records at once."""

from collections.abc import Iterator

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.core.bulk import BATCH


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
