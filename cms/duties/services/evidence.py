"""Photos of an activity: cleaned on arrival, kept private, at most nine."""

from functools import partial

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cms.core.errors import RuleBroken
from cms.core.writing import Action, locked, removing, writing
from cms.duties.models import MAX_PHOTOS, ActivityRecord, Evidence
from cms.duties.permissions import acts_for_an_agency, can_change_activity
from media.pictures import clean_image

# Enough to read a banner in the background; larger only fills the disk.
LONGEST_SIDE = 2000


def _of_an_open_activity(user, photo: Evidence) -> bool:
    return can_change_activity(user, photo.activity)


ADD = Action[Evidence](
    "duties.evidence.create",
    _("添加照片"),
    acts_for_an_agency,
    of=_of_an_open_activity,
    refusal=_("这条记录现在不能添加照片。"),
)
REMOVE = Action[Evidence](
    "duties.evidence.delete",
    _("删除照片"),
    acts_for_an_agency,
    of=_of_an_open_activity,
    refusal=_("这条记录现在不能删除照片。"),
)


@transaction.atomic
def add_photo(activity: ActivityRecord, upload: File, *, actor) -> Evidence:
    """Keep a fresh copy of the uploaded picture. Raises UnsafeFile for what is none."""
    held = locked(activity)
    taken = set(held.evidence.values_list("position", flat=True))
    free = next((place for place in range(1, MAX_PHOTOS + 1) if place not in taken), None)
    if free is None:
        raise RuleBroken(_("每项活动最多 %(most)s 张照片。请先删去一张。") % {"most": MAX_PHOTOS})
    photo = Evidence(activity=held, position=free, uploaded_by=actor)
    with writing(photo, ADD, actor=actor):
        photo.file = clean_image(upload, max_side=LONGEST_SIDE)
    return photo


@transaction.atomic
def remove_photo(photo: Evidence, *, actor) -> None:
    """Delete the photo and, after commit, its file."""
    file = photo.file
    removing(photo, REMOVE, actor=actor)
    transaction.on_commit(partial(file.delete, save=False))
