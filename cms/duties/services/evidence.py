"""Photos of an activity: cleaned on arrival, kept private, at most nine."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cms.core import audit
from cms.core.errors import RuleBroken, require
from cms.duties.models import MAX_PHOTOS, ActivityRecord, Evidence
from cms.duties.permissions import can_change_activity
from media.safety import clean_image

# Enough to read a banner in the background; larger only fills the disk.
LONGEST_SIDE = 2000


@transaction.atomic
def add_photo(activity: ActivityRecord, upload, *, actor) -> Evidence:
    """Keep a fresh copy of the uploaded picture. Raises media.safety.UnsafeFile for what is none."""
    held = ActivityRecord.objects.select_for_update(of=("self",)).select_related("host").get(pk=activity.pk)
    require(can_change_activity(actor, held), _("这条记录现在不能添加照片。"))
    taken = set(held.evidence.values_list("position", flat=True))
    free = next((place for place in range(1, MAX_PHOTOS + 1) if place not in taken), None)
    if free is None:
        raise RuleBroken(_("每项活动最多 %(most)s 张照片。请先删去一张。") % {"most": MAX_PHOTOS})
    photo = Evidence.objects.create(
        activity=held,
        position=free,
        file=clean_image(upload, max_side=LONGEST_SIDE),
        uploaded_by=actor,
    )
    audit.record(actor, "duties.evidence.add", held, photo=photo.pk)
    return photo


@transaction.atomic
def remove_photo(photo: Evidence, *, actor) -> None:
    """Delete the photo and, after commit, its file."""
    require(can_change_activity(actor, photo.activity), _("这条记录现在不能删除照片。"))
    file, pk = photo.file, photo.pk
    photo.delete()
    audit.record(actor, "duties.evidence.remove", photo.activity, photo=pk)
    transaction.on_commit(lambda: file.storage.delete(file.name))
