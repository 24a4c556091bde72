"""The audit trail: one call per change, inside the transaction that makes it."""

from collections.abc import Iterable

from django.db.models import Model, Q

from cms.core.append_only import CALLED, NAMELESS
from cms.core.bulk import append
from cms.core.models import AuditEntry
from cms.core.naming import without_names
from cms.core.personal_data.showing import blotted


def record(actor, action: str, target, **detail) -> AuditEntry:
    """Write that `actor` did `action` to `target`.

    `actor` is an account or None for the system itself. `detail` is JSON. Identity and telephone numbers
    are blotted out of all of it.
    """
    entry = _entry(actor, action, target, str(target), detail)
    entry.save(force_insert=True)
    return entry


def record_export(actor, kind: str, label: str, **detail) -> AuditEntry:
    """Write that `actor` took a list away as a file; `kind` says of which records, as `events.event`."""
    return AuditEntry.objects.create(
        **_who(actor),
        action=f"{kind}.export",
        target_type=kind,
        target_label=blotted(label)[:200],
        detail=blotted(detail),
    )


def record_all(actor, action: str, targets: Iterable) -> None:
    """The same of many records at once; what became of each stands in the journal of its import.

    They are told by their numbers: their names may stand in other tables, a query each.
    """
    targets = list(targets)
    if not targets:
        return
    # The same of each of them, so asked once.
    who, kind, name = _who(actor), targets[0]._meta.label_lower, str(targets[0]._meta.verbose_name)
    append(
        AuditEntry,
        {**who, "action": action, "target_type": kind},
        ("target_id", "target_label"),
        ((str(target.pk), f"{name} {target.pk}") for target in targets),
    )


def forget_labels(kind: type[Model], keys: Iterable) -> None:
    """Tell no longer what these records of a kind were called: it named somebody who is forgotten."""
    theirs = {"target_type": kind._meta.label_lower, "target_id__in": [str(key) for key in keys]}
    AuditEntry.objects.filter(**theirs).forget_names("target_label")


def forget_actor(account) -> None:
    """Tell no longer what an account was called, neither of what it did nor of what was done to it."""
    AuditEntry.objects.filter(actor=account.pk).forget_names("actor_name")
    forget_labels(type(account), [account.pk])
    done_to_it = AuditEntry.objects.filter(target_type=account._meta.label_lower, target_id=str(account.pk))
    done_to_it.forget_words(_uncalled)


def _uncalled(detail: dict) -> dict:
    """The same, without what an account was called when it was made or renamed."""
    told = dict(detail)
    for age in {"old", "new"} & told.keys():
        told[age] = {name: NAMELESS if name in CALLED else held for name, held in told[age].items()}
    return told


def forget_in_reasons(names: Iterable[str], others: Iterable[str]) -> None:
    """Name nobody by these names in the reasons that were given; longer names of `others` stay whole."""
    names, others = set(names), list(others)
    for name in names:
        AuditEntry.objects.filter(detail__reason__icontains=name).forget_words(
            lambda detail: {**detail, "reason": without_names(detail["reason"], names, others)}
        )


def _who(actor) -> dict:
    known = actor is not None and actor.is_authenticated
    return {"actor": actor if known else None, "actor_name": blotted(str(actor)) if known else "系统"}


def _entry(actor, action: str, target, label: str, detail: dict) -> AuditEntry:
    return AuditEntry(
        **_who(actor),
        action=action,
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        target_label=blotted(label)[:200],
        detail=blotted(detail),
    )


# Verbs by which somebody writes words, rather than decides about them.
WRITING = ("create", "change")


def has_written(user, *targets) -> bool:
    """Whether the account has ever written or changed one of these records: what one did is remembered."""
    names = {f"{target._meta.label_lower}.{verb}" for target in targets for verb in WRITING}
    return did(user, *names, to=targets)


def did(user, *actions: str, to) -> bool:
    """Whether the account has ever done one of these actions to one of these records."""
    targets = to if isinstance(to, tuple) else (to,)
    these = Q()
    for target in targets:
        these |= Q(target_type=target._meta.label_lower, target_id=str(target.pk))
    return AuditEntry.objects.filter(these, actor=user.pk, action__in=actions).exists()


def last_time(action: str, target: Model) -> AuditEntry | None:
    """When this was last done to a record: by whom, and why."""
    kind = {"target_type": target._meta.label_lower, "target_id": str(target.pk)}
    return AuditEntry.objects.filter(action=action, **kind).order_by("-pk").first()
