"""What a batch wrote, kept as it writes, and taken back as long as nothing was built on it."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.core.afterwards import afterwards_once
from cms.core.bulk import append
from cms.core.errors import RuleBroken
from cms.core.values import content_fields, fingerprint_of
from cms.intake.journal import Change
from cms.intake.models import ImportBatch, ImportChange
from cms.intake.progress import Reporter
from cms.intake.relations import BATCH
from cms.intake.storing import STEP, paced

# So many reasons are told; more would not be read.
TOLD = 3
Keys = dict[type[Model], set[int]]


class KeptChanges:
    """Stores the changes of one import of a batch, after those of earlier ones."""

    def __init__(self, batch: ImportBatch):
        self._batch, self._order = batch, batch.changes.count()

    def __call__(self, changes: list[Change]) -> None:
        append(
            ImportChange,
            {"batch": self._batch.pk},
            ("order", "model", "record", "created", "before", "after"),
            (
                (
                    self._order + place,
                    change.model,
                    change.record,
                    change.before is None,
                    "" if change.before is None else json.dumps(change.before, cls=DjangoJSONEncoder),
                    change.after,
                )
                for place, change in enumerate(changes)
            ),
        )
        self._order += len(changes)


def take_back(written: QuerySet[ImportChange], reporter: Reporter) -> None:
    """Take these changes back, the latest first; RuleBroken where others built on them or changed them.

    All are looked at before the first is touched. Each step is a transaction of its own where the caller has
    none, and looks again: what somebody did meanwhile stops it there.
    """
    reporter.begin("撤销")
    _refuse(_built_upon(_created(written)))
    _refuse(_altered_since(written))
    done, total = 0, written.count()
    for part in paced(_latest_first(written)):
        with transaction.atomic():
            _refuse(_built_upon(_created(part)))
            _refuse(_undo(part))
            written.filter(pk__range=(part[-1].pk, part[0].pk)).delete()
        done += len(part)
        reporter.advance(done, total)


def _latest_first(written: QuerySet[ImportChange]) -> Iterator[list[ImportChange]]:
    """Steps of changes. Their keys count up as they were written."""
    rest = written.order_by("-pk")
    while part := list(rest[:STEP]):
        yield part
        rest = written.order_by("-pk").filter(pk__lt=part[-1].pk)


def _created(changes: Iterable[ImportChange]) -> Keys:
    created: Keys = defaultdict(set)
    if isinstance(changes, QuerySet):
        found = changes.filter(created=True).order_by().values_list("model", "record").iterator()
    else:
        found = ((change.model, change.record) for change in changes if change.created)
    for label, key in found:
        created[apps.get_model(label)].add(key)
    return created


def _refuse(reasons: list[str]) -> None:
    if reasons:
        more = f"，等 {len(reasons)} 处" if len(reasons) > TOLD else ""
        raise RuleBroken(
            "；".join(reasons[:TOLD]) + more + "。请先处理这些记录，或改用改正后的表再导入一次。"
        )


def _built_upon(created: Keys) -> list[str]:
    """Records of others that refer to what was created, as reasons."""
    reasons = []
    for model, keys in created.items():
        for relation in model._meta.get_fields(include_hidden=True):
            if (relation.one_to_many or relation.one_to_one) and not relation.concrete:
                user = _user_of(relation, model, keys, created)
                if user is not None:
                    kind = user._meta.verbose_name
                    reasons.append(f"{kind}“{user}”用到了这一批的{model._meta.verbose_name}")
    return reasons


def _user_of(relation, model: type[Model], keys: set[int], created: Keys) -> Model | None:
    """A record outside of `created` that refers to one of `keys` by this relation."""
    related, name = relation.related_model, relation.field.name
    owner = related._meta.auto_created
    if owner is model:
        return None
    # A table between two models: whoever owns the relation is the user.
    user = owner or related
    link = (
        next(each.attname for each in related._meta.fields if each.related_model is owner) if owner else "pk"
    )
    own = created.get(user, ())
    ordered = sorted(keys)
    for start in range(0, len(ordered), STEP):
        users = related._base_manager.filter(_among(name, ordered[start : start + STEP]))
        for key in users.order_by().values_list(link, flat=True):
            if key not in own:
                return user._base_manager.get(pk=key)
    return None


def _among(name: str, ordered: list[int]) -> Q:
    """That a key is one of these. What was created in one go counts up without gaps, and is asked at once."""
    first, last = ordered[0], ordered[-1]
    if last - first == len(ordered) - 1:
        return Q(**{f"{name}__gte": first, f"{name}__lte": last})
    return Q(**{f"{name}__in": ordered})


def _altered_since(written: QuerySet[ImportChange]) -> list[str]:
    """Records that somebody changed after the batch; only their latest change tells before it is undone."""
    altered: list[str] = []
    seen: set[tuple[str, int]] = set()
    for part in _latest_first(written):
        latest = []
        for change in part:
            if (change.model, change.record) not in seen:
                seen.add((change.model, change.record))
                latest.append(change)
        altered += [told for _, _, run in _runs(latest) for pair in run if (told := _altered(*pair))]
    return altered


def _undo(changes: list[ImportChange]) -> list[str]:
    """Take some writes back, the latest first; return what was changed by others since."""
    altered = []
    for model, was_created, run in _runs(changes):
        for change, record in run:
            # A record that was changed twice is as the earlier change left it, once the later is undone.
            if told := _altered(change, record):
                altered.append(told)
            elif record is not None and not was_created:
                _restore(record, json.loads(change.before))
        if was_created and not altered:
            _delete(model, [change.record for change, _ in run])
    return altered


def _runs(changes: list[ImportChange]):
    """Changes of one kind that stand together, each with its record."""
    for (label, was_created), together in groupby(changes, key=lambda change: (change.model, change.created)):
        model, run = apps.get_model(label), list(together)
        keys = sorted({change.record for change in run})
        records = {each.pk: each for each in model._base_manager.filter(_among("pk", keys))}
        yield model, was_created, [(change, records.get(change.record)) for change in run]


def _altered(change: ImportChange, record: Model | None) -> str:
    """How a record differs from what a change left; empty where it does not, or is gone."""
    if record is None:
        return ""
    before = json.loads(change.before) if change.before else {}
    known = {each.name: each for each in (*record._meta.concrete_fields, *record._meta.many_to_many)}
    fields = [known[name] for name in before] or content_fields(record)
    same = fingerprint_of(record, fields) == change.after
    return "" if same else f"{record._meta.verbose_name}“{record}”导入后又有改动"


def _delete(model: type[Model], keys: list[int]) -> None:
    """Delete records, the latest first: where they may refer to each other, one by one."""
    records = model._default_manager
    if any(each.related_model is model for each in model._meta.concrete_fields):
        for key in keys:
            records.filter(pk=key).delete()
    else:
        # Nothing else goes with them: whoever refers to one has been asked, and stops it all.
        with disable_reference_index_auto_update(), afterwards_once():
            records.filter(_among("pk", sorted(keys))).delete()
        _forget_references(model, keys)


def _forget_references(model: type[Model], keys: list[int]) -> None:
    """As the index of references does for each record that is deleted, for all of them at once."""
    base = [model, *model._meta.get_parent_list()][-1]
    kind = ContentType.objects.get_for_model(base, for_concrete_model=False)
    for start in range(0, len(keys), BATCH):
        these = [str(key) for key in keys[start : start + BATCH]]
        ReferenceIndex.objects.filter(base_content_type=kind, object_id__in=these).delete()
        ReferenceIndex.objects.filter(to_content_type=kind, to_object_id__in=these).delete()


def _restore(record: Model, before: dict) -> None:
    for many in record._meta.many_to_many:
        if many.name in before:
            getattr(record, many.name).set(before[many.name])
    for each in record._meta.concrete_fields:
        if each.name in before:
            setattr(record, each.attname, each.to_python(before[each.name]))
    record.save()
