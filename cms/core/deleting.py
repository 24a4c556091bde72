"""What would go, or lose its link, if a record were deleted; and what keeps it from going."""

from collections import Counter
from dataclasses import dataclass

from django.db import models, router
from django.db.models.deletion import Collector, ProtectedError, RestrictedError
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Consequence:
    """So many records of one kind that would share the fate of the deleted one."""

    label: str
    count: int

    def __str__(self) -> str:
        return _("%(count)s 条%(label)s") % {"count": self.count, "label": self.label}


@dataclass(frozen=True)
class Consequences:
    """`gone` would be deleted too, `unlinked` would stay without the link; `keeping` forbids it."""

    gone: tuple[Consequence, ...] = ()
    unlinked: tuple[Consequence, ...] = ()
    keeping: tuple[Consequence, ...] = ()
    # Whether it can be put out of use instead.
    can_rest: bool = False

    @property
    def refusal(self) -> str:
        """Why the record cannot be deleted, with the cure; empty where it can."""
        if not self.keeping:
            return ""
        told = {"what": "、".join(map(str, self.keeping))}
        if self.can_rest:
            return _("不能删除：还有%(what)s与它相连，这些要留存。可以停用，或者先改到别处。") % told
        return _("不能删除：还有%(what)s与它相连，这些要留存。请先把它们改到别处。") % told


def consequences(record: models.Model, *parts: models.Model) -> Consequences:
    """Ask Django's own collector what shares the fate of a record and of these parts of it.

    Models with `lasting = True` prove something or are rested upon: none of them goes, or loses what it
    refers to, with another record.
    """
    collector = Collector(using=router.db_for_write(type(record), instance=record), origin=record)
    try:
        for each in (*parts, record):
            collector.collect([each])
    except (ProtectedError, RestrictedError) as error:
        found = error.args[1]
        return Consequences(
            keeping=_counted(Counter(type(each) for each in found)), can_rest=_can_rest(record)
        )
    gone: Counter = Counter({model: len(found) for model, found in collector.data.items()})
    for each in (*parts, record):
        gone[type(each)] -= 1
    unlinked: Counter = Counter()
    for found in collector.fast_deletes:
        if owner := found.model._meta.auto_created:
            # A row of a many-to-many table: its owner loses a link; what the record links to loses nothing.
            unlinked[owner] += 0 if isinstance(record, owner) else found.count()
        else:
            own = [part.pk for part in parts if isinstance(part, found.model)]
            gone[found.model] += found.exclude(pk__in=own).count()
    for (field, _value), updates in collector.field_updates.items():
        unlinked[field.model] += sum(len(each) for each in updates)
    keeping = Counter(
        {model: n for model, n in (gone + unlinked).items() if getattr(model, "lasting", False)}
    )
    return Consequences(_counted(gone), _counted(unlinked), _counted(keeping), _can_rest(record))


def _counted(found: Counter) -> tuple[Consequence, ...]:
    rows = [(str(model._meta.verbose_name), count) for model, count in found.items() if count > 0]
    return tuple(Consequence(label, count) for label, count in sorted(rows))


def _can_rest(record: models.Model) -> bool:
    return any(each.name in ("active", "is_active") for each in record._meta.concrete_fields)
