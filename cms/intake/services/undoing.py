"""What a batch wrote, kept as it writes, and taken back as long as nothing was built on it."""

import json
from collections import defaultdict
from itertools import groupby

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Model, ProtectedError, QuerySet

from cms.core import audit
from cms.core.errors import RuleBroken, require
from cms.core.values import content_fields, fingerprint_of
from cms.intake.enums import BatchState
from cms.intake.journal import Change
from cms.intake.keeping import BATCH
from cms.intake.models import ImportBatch, ImportChange
from cms.intake.progress import Reporter
from cms.intake.registry import spec_of
from cms.intake.services.deciding import judge_again

# What stands of an import that failed, where others have used it since.
REMAINS = "已存入的一部分记录后来有人用到或改过，没有撤回；请再按一次“导入”，接着完成其余各行。"
# So many reasons are told; more would not be read.
TOLD = 3


def start_undoing(batch: ImportBatch, *, actor) -> None:
    """Have the worker take a batch back; RuleBroken where it is not there to be taken back."""
    from cms.intake.tasks import undo

    require(spec_of(batch.kind).may_import(actor))
    with transaction.atomic():
        started = ImportBatch.objects.filter(pk=batch.pk, state=BatchState.APPLIED, purged_at=None).update(
            state=BatchState.UNDOING, error=""
        )
        if not started:
            raise RuleBroken("只能撤销已导入、且内容尚未到期清除的批次。")
        transaction.on_commit(lambda: undo.enqueue(batch.pk, actor.pk))


def undo_batch(batch: ImportBatch, actor) -> None:
    """Take back every write of a batch in one transaction, or none and say why. Safe to repeat."""
    reporter = Reporter(batch.pk)
    try:
        with transaction.atomic():
            batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
            if batch.state != BatchState.UNDOING:
                return
            _take_back(batch.changes.all(), reporter)
            batch.rows.update(outcome="", record=None)
            batch.changes_kept = 0
            audit.record(actor, "intake.batch.undo", batch, **batch.counts)
            judge_again(batch)
            batch.state = BatchState.UNDONE
            batch.save()
    except (ValidationError, ProtectedError) as error:
        told = error.messages if isinstance(error, ValidationError) else ["有别的记录用到了这一批的记录"]
        ImportBatch.objects.filter(pk=batch.pk).update(
            state=BatchState.APPLIED, error=("没有撤销：" + "；".join(told))[:300]
        )
    finally:
        reporter.end()


class KeptChanges:
    """Stores the changes of one import of a batch, after those of earlier ones."""

    def __init__(self, batch: ImportBatch):
        self._batch, self._order = batch, batch.changes.count()

    def __call__(self, changes: list[Change]) -> None:
        ImportChange.objects.bulk_create(
            [
                ImportChange(
                    batch=self._batch,
                    order=self._order + place,
                    model=change.model,
                    record=change.record,
                    created=change.before is None,
                    before="" if change.before is None else json.dumps(change.before, cls=DjangoJSONEncoder),
                    after=change.after,
                )
                for place, change in enumerate(changes)
            ],
            batch_size=BATCH,
        )
        self._order += len(changes)


@transaction.atomic
def take_back_unfinished(batch: ImportBatch, reporter: Reporter) -> str:
    """Take back what an import that did not come to its end has stored; a sentence where it has to stay."""
    unfinished = batch.changes.filter(order__gte=batch.changes_kept)
    if not unfinished.exists():
        return ""
    try:
        with transaction.atomic():
            _take_back(unfinished, reporter)
    except (ValidationError, ProtectedError):
        batch.changes_kept = batch.changes.count()
        batch.save(update_fields=["changes_kept"])
        return REMAINS
    return ""


def _take_back(written: QuerySet[ImportChange], reporter: Reporter) -> None:
    reporter.begin("撤销")
    changes = list(written.order_by("-order"))
    created: dict[type[Model], set[int]] = defaultdict(set)
    for change in changes:
        if change.created:
            created[apps.get_model(change.model)].add(change.record)
    _refuse(_built_upon(created))
    altered: list[str] = []
    for start in range(0, len(changes), BATCH):
        part = changes[start : start + BATCH]
        altered += _undo(part)
        reporter.advance(start + len(part), len(changes))
        _refuse(altered)
    written.delete()


def _refuse(reasons: list[str]) -> None:
    if reasons:
        more = f"，等 {len(reasons)} 处" if len(reasons) > TOLD else ""
        raise RuleBroken(
            "；".join(reasons[:TOLD]) + more + "。请先处理这些记录，或改用改正后的表再导入一次。"
        )


def _built_upon(created: dict[type[Model], set[int]]) -> list[str]:
    """Records of others that refer to what the batch created, as reasons."""
    reasons = []
    for model, keys in created.items():
        for relation in model._meta.get_fields(include_hidden=True):
            if (relation.one_to_many or relation.one_to_one) and not relation.concrete:
                user = _user_of(relation, model, keys, created)
                if user is not None:
                    kind = user._meta.verbose_name
                    reasons.append(f"{kind}“{user}”用到了这一批的{model._meta.verbose_name}")
    return reasons


def _user_of(relation, model: type[Model], keys: set[int], created) -> Model | None:
    """A record outside the batch that refers to one of `keys` by this relation."""
    related, name = relation.related_model, relation.field.name
    owner = related._meta.auto_created
    if owner is model:
        return None
    users = related._base_manager.filter(**{f"{name}__in": keys})
    if not owner:
        return users.exclude(pk__in=created.get(related, ())).first()
    # A table between two models: whoever owns the relation is the user.
    link = next(each.name for each in related._meta.fields if each.related_model is owner)
    found = users.exclude(**{f"{link}__in": created.get(owner, ())}).select_related(link).first()
    return getattr(found, link) if found else None


def _undo(changes: list[ImportChange]) -> list[str]:
    """Take some writes back, the latest first; return what was changed by others since."""
    altered = []
    for (label, was_created), together in groupby(changes, key=lambda change: (change.model, change.created)):
        run = list(together)
        model = apps.get_model(label)
        records = model._base_manager.in_bulk([change.record for change in run])
        for change in run:
            record = records.get(change.record)
            if record is None:
                continue
            before = json.loads(change.before) if change.before else {}
            fields = [model._meta.get_field(name) for name in before] or content_fields(record)
            if fingerprint_of(record, fields) != change.after:
                altered.append(f"{model._meta.verbose_name}“{record}”导入后又有改动")
            elif not was_created:
                _restore(record, before)
        if was_created and not altered:
            _delete(model, [change.record for change in run])
    return altered


def _delete(model: type[Model], keys: list[int]) -> None:
    """Delete records, the latest first: where they may refer to each other, one by one."""
    records = model._default_manager
    if any(each.related_model is model for each in model._meta.concrete_fields):
        for key in keys:
            records.filter(pk=key).delete()
    else:
        records.filter(pk__in=keys).delete()


def _restore(record: Model, before: dict) -> None:
    for many in record._meta.many_to_many:
        if many.name in before:
            getattr(record, many.name).set(before[many.name])
    for each in record._meta.concrete_fields:
        if each.name in before:
            setattr(record, each.attname, each.to_python(before[each.name]))
    record.save()
