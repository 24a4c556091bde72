"""The audit trail: one call per change, inside the transaction that makes it."""

from cms.core.models import AuditEntry


def record(actor, action: str, target, **detail) -> AuditEntry:
    """Write that `actor` did `action` to `target`.

    `actor` is an account or None for the system itself. `detail` is JSON; it never carries
    identity or telephone numbers.
    """
    known = actor is not None and actor.is_authenticated
    return AuditEntry.objects.create(
        actor=actor if known else None,
        actor_name=str(actor) if known else "系统",
        action=action,
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        target_label=str(target)[:200],
        detail=detail,
    )
