"""What shows that an activity took place: photos and papers. Kept from public addresses, optional."""

from pathlib import PurePath

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.core.private_files import private_storage, untold_name
from cms.duties.enums import EvidenceKind

# Of photos, and of documents beside them.
MAX_PHOTOS = MAX_DOCUMENTS = 9
# A look is cut into bands; two that differ in few bits agree, or nearly, on one of them.
BANDS = {"band_1": (47, 16), "band_2": (31, 16), "band_3": (15, 16), "band_4": (0, 15)}


def evidence_path(instance: "Evidence", filename: str) -> str:
    return untold_name("evidence", filename)


def _degrees(label, most: int):
    limits = [MinValueValidator(-most), MaxValueValidator(most)]
    return models.DecimalField(
        label, max_digits=9, decimal_places=6, null=True, blank=True, editable=False, validators=limits
    )


class Evidence(models.Model):
    """A photo, written anew on arrival, or a document. One that was replaced stays, out of sight.

    When and where a photo says it was taken is for reviewers alone: the file no longer tells.
    """

    activity = models.ForeignKey(
        "duties.ActivityRecord", verbose_name=_("活动"), on_delete=models.CASCADE, related_name="evidence"
    )
    kind = models.CharField(
        _("种类"), max_length=10, choices=EvidenceKind, default=EvidenceKind.PHOTO, editable=False
    )
    position = models.PositiveSmallIntegerField(_("次序"))
    file = models.FileField(_("文件"), storage=private_storage, upload_to=evidence_path, max_length=120)
    # As the agency called it; of a photo it tells nothing and is not kept.
    name = models.CharField(_("文件名"), max_length=120, blank=True, editable=False)
    taken_at = models.DateTimeField(_("拍摄时间"), null=True, blank=True, editable=False)
    latitude = _degrees(_("拍摄纬度"), 90)
    longitude = _degrees(_("拍摄经度"), 180)
    replaces = models.OneToOneField(
        "self",
        verbose_name=_("替换了"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="replaced_by",
    )
    retired_at = models.DateTimeField(_("换下时间"), null=True, blank=True, editable=False)
    uploaded_at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("上传人"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    lasting = True
    untold_fields = ("name", "latitude", "longitude")

    class Meta:
        verbose_name = _("佐证材料")
        verbose_name_plural = _("佐证材料")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "position"],
                condition=Q(kind=EvidenceKind.PHOTO, retired_at=None),
                name="one_photo_per_position",
            ),
            models.UniqueConstraint(
                fields=["activity", "position"],
                condition=~Q(kind=EvidenceKind.PHOTO) & Q(retired_at=None),
                name="one_document_per_position",
            ),
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lte=MAX_PHOTOS), name="at_most_nine_photos"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity}：{self.get_kind_display()}{self.position}"

    @property
    def suffix(self) -> str:
        return PurePath(self.file.name).suffix

    @property
    def is_photo(self) -> bool:
        return self.kind == EvidenceKind.PHOTO


class PhotoLook(models.Model):
    """What a photo looks like, as a number: see media.cleaning.likeness. Of a photo there are two."""

    # Nobody asks who names it; each save would cost a task that notes it.
    wagtail_reference_index_ignore = True

    photo = models.ForeignKey(
        Evidence, verbose_name=_("照片"), on_delete=models.CASCADE, related_name="looks"
    )
    bits = models.BigIntegerField(editable=False)
    band_1 = models.PositiveIntegerField(editable=False)
    band_2 = models.PositiveIntegerField(editable=False)
    band_3 = models.PositiveIntegerField(editable=False)
    band_4 = models.PositiveIntegerField(editable=False)

    class Meta:
        verbose_name = _("照片的样子")
        verbose_name_plural = _("照片的样子")
        default_permissions = ()
        # Each answers by itself: the row is not read.
        indexes = [models.Index(fields=[band, "bits", "photo"], name=f"look_{band}") for band in BANDS]

    def __str__(self) -> str:
        return f"{self.bits:016x}"

    @staticmethod
    def bands_of(bits: int) -> dict[str, int]:
        return {band: bits >> shift & (1 << width) - 1 for band, (shift, width) in BANDS.items()}
