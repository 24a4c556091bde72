"""Evidence of an activity: cleaned or checked on arrival; what a reviewer saw is never lost."""

from datetime import datetime
from functools import partial

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.errors import RuleBroken
from cms.core.plausible import EARLIEST
from cms.core.private_files import short_name
from cms.core.writing import Action, anyone, locked, removing, writing
from cms.duties.enums import EvidenceKind
from cms.duties.models import MAX_DOCUMENTS, MAX_PHOTOS, ActivityRecord, Evidence, PhotoLook
from cms.duties.permissions import acts_for_an_agency, can_change_activity
from media.pictures import PictureFacts, clean_image
from media.safety import check_document

# Enough to read a banner in the background; larger only fills the disk.
LONGEST_SIDE = 2000
DOCUMENTS = ("pdf", "docx", "xlsx")
MOST_BYTES = 20 * 1024 * 1024


def _of_an_open_activity(user, evidence: Evidence) -> bool:
    return can_change_activity(user, evidence.activity)


ADD = Action[Evidence](
    "duties.evidence.create",
    _("添加佐证"),
    acts_for_an_agency,
    of=_of_an_open_activity,
    refusal=_("这条记录现在不能添加佐证。"),
)
RETIRE = Action[Evidence](
    "duties.evidence.retire",
    _("换下佐证"),
    acts_for_an_agency,
    writes=("retired_at",),
    of=_of_an_open_activity,
    refusal=_("这条记录现在不能更换佐证。"),
    when=lambda evidence: evidence.retired_at is None,
    otherwise=_("这份佐证已经换下。"),
)
REMOVE = Action[Evidence](
    "duties.evidence.delete",
    _("删除佐证"),
    acts_for_an_agency,
    of=_of_an_open_activity,
    refusal=_("这条记录现在不能删除佐证。"),
)
NOTE_LOOK = Action[PhotoLook]("duties.photolook.create", "", anyone)


@transaction.atomic
def add_photo(
    activity: ActivityRecord, upload: File, *, actor, instead_of: Evidence | None = None
) -> Evidence:
    """Keep a clean copy of the uploaded picture, unless it is one. Raises UnsafeFile for what is none."""
    photo = Evidence(kind=EvidenceKind.PHOTO)
    clean = _added(photo, activity, partial(_clean, upload), actor, instead_of)
    for bits in clean.facts.looks:
        with writing(PhotoLook(photo=photo, bits=bits, **PhotoLook.bands_of(bits)), NOTE_LOOK, actor=actor):
            pass
    return photo


@transaction.atomic
def add_document(
    activity: ActivityRecord,
    upload: File,
    kind: str,
    *,
    actor,
    instead_of: Evidence | None = None,
) -> Evidence:
    """Keep a notice, a list of those who signed in, or another paper. Raises UnsafeFile for what is none."""
    document = Evidence(kind=kind, name=short_name(upload.name))
    _added(document, activity, partial(_checked, upload), actor, instead_of)
    return document


@transaction.atomic
def remove_evidence(evidence: Evidence, *, actor) -> None:
    """Take it away. Of a record that was handed in once it stays, out of sight; else its file goes too."""
    if evidence.activity.transitions.exists():
        _retire(evidence, actor)
        return
    file = evidence.file
    removing(evidence, REMOVE, actor=actor)
    transaction.on_commit(partial(file.delete, save=False))


def _added(evidence: Evidence, activity: ActivityRecord, made, actor, instead_of: Evidence | None):
    """Write the new evidence with the file that `made` gives, in the place of another or the first free."""
    evidence.activity, evidence.uploaded_by = locked(activity), actor
    evidence.position = instead_of.position if instead_of else _free_position(evidence)
    with writing(evidence, ADD, actor=actor):
        if instead_of:
            _retire(instead_of, actor)
            evidence.replaces = instead_of
        evidence.file = file = made()
        if evidence.is_photo:
            _note(evidence, file.facts)
    return file


def _retire(evidence: Evidence, actor) -> None:
    with writing(evidence, RETIRE, actor=actor) as held:
        held.retired_at = timezone.now()


def _free_position(evidence: Evidence) -> int:
    held = evidence.activity
    standing, most = (held.photos, MAX_PHOTOS) if evidence.is_photo else (held.documents, MAX_DOCUMENTS)
    taken = {each.position for each in standing}
    free = next((place for place in range(1, most + 1) if place not in taken), None)
    if free is None:
        refusal = (
            _("每项活动最多 %(most)s 张照片。请先删去一张。")
            if evidence.is_photo
            else _("每项活动最多 %(most)s 份文件。请先删去一份。")
        )
        raise RuleBroken(refusal % {"most": most})
    return free


def _note(photo: Evidence, facts: PictureFacts) -> None:
    """What the camera told, as far as it can be meant."""
    photo.taken_at = _plausible(facts.taken)
    if facts.place:
        photo.latitude, photo.longitude = (f"{degrees:.6f}" for degrees in facts.place)


def _plausible(taken: datetime | None) -> datetime | None:
    if taken is None or not EARLIEST < taken.year <= timezone.localdate().year:
        return None
    return timezone.make_aware(taken) if timezone.is_naive(taken) else taken


def _clean(upload: File) -> File:
    if getattr(upload, "is_clean", False) and hasattr(upload, "facts"):
        return upload
    return clean_image(upload, max_side=LONGEST_SIDE)


def _checked(upload: File) -> ContentFile:
    check_document(upload, kinds=DOCUMENTS, most_bytes=MOST_BYTES)
    return ContentFile(upload.read(), name=upload.name)
