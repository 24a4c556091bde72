"""What an agency changed in a record that was sent back: by the trail, from the return to now."""

from dataclasses import dataclass

from django.db.models import Q

from cms.core.models import AuditEntry
from cms.duties.models import ActivityRecord, Evidence

RETURNED = "duties.activityrecord.return"
# Kept by the platform: a step is told by itself.
KEPT = {"state", "lock_version", "submitted_at"}


@dataclass(frozen=True)
class Changed:
    """The fields that differ, before and after, and the evidence that came or went; all may be empty."""

    old: dict
    new: dict
    came: tuple[Evidence, ...]
    went: tuple[Evidence, ...]

    def __bool__(self) -> bool:
        return bool(self.old or self.new or self.came or self.went)


def changed_since_return(activity: ActivityRecord) -> Changed | None:
    """What differs from what was sent back last; None of a record that never was.

    What was changed and changed back is no difference.
    """
    trail = AuditEntry.objects.filter(
        target_type=ActivityRecord._meta.label_lower, target_id=str(activity.pk)
    ).order_by("pk")
    returned = trail.filter(action=RETURNED).last()
    if returned is None:
        return None
    old: dict = {}
    new: dict = {}
    for detail in trail.filter(pk__gt=returned.pk).values_list("detail", flat=True):
        before, after = detail.get("old", {}), detail.get("new", {})
        for name in {*before, *after} - KEPT:
            old.setdefault(name, before.get(name))
            new[name] = after.get(name)
    differ = [name for name in new if (old[name] or None) != (new[name] or None)]
    moment = returned.at
    touched = activity.evidence.filter(Q(uploaded_at__gt=moment) | Q(retired_at__gt=moment))
    came = tuple(each for each in touched if each.uploaded_at > moment and each.retired_at is None)
    went = tuple(each for each in touched if each.uploaded_at <= moment)
    return Changed({name: old[name] for name in differ}, {name: new[name] for name in differ}, came, went)
