import json

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.models import TimeStampedModel
from cms.core.protected import ProtectedTextField
from cms.intake.enums import BatchState
from cms.intake.levels import Level


def private_storage():
    return storages["private"]


def upload_path(batch, name: str) -> str:
    """A random name: what people call their file does not reach the disk."""
    from uuid import uuid4

    return f"intake/{uuid4().hex}"


class ImportBatch(TimeStampedModel):
    """One uploaded file on its way into the records.

    The file is deleted once it has been read; its cells stay, encrypted, in the rows.
    """

    kind = models.CharField(_("类型"), max_length=40)
    file = models.FileField(_("文件"), upload_to=upload_path, storage=private_storage, blank=True)
    file_name = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(max_length=64)
    as_of = models.DateField(_("导入日期"))
    state = models.CharField(_("状态"), max_length=12, choices=BatchState, default=BatchState.UPLOADED)
    error = models.CharField(_("原因"), max_length=300, blank=True)
    # What reading found of each sheet: use, headings, skipped rows, levels.
    sheets = models.JSONField(_("工作表"), default=list)
    # What applying will do, then what it did: create, change, unchanged, pending.
    counts = models.JSONField(_("结果"), default=dict)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("上传人"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("导入人"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    applied_at = models.DateTimeField(_("导入时间"), null=True)

    class Meta:
        verbose_name = _("导入批次")
        verbose_name_plural = _("导入批次")
        ordering = ["-created_at"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.file_name


class ImportRowQuerySet(models.QuerySet):
    def importable(self):
        return self.filter(level__lte=Level.WARN)

    def pending(self):
        return self.filter(level__gte=Level.REVIEW)


class ImportRow(models.Model):
    """One judged row of a batch. Cells stand encrypted: they hold identity and telephone numbers."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    order = models.PositiveIntegerField()
    sheet = models.CharField(_("工作表"), max_length=100)
    number = models.CharField(_("行号"), max_length=10)
    level = models.PositiveSmallIntegerField(
        _("判定"), choices=[(level.value, level.label) for level in Level]
    )
    codes = models.JSONField(_("问题"), default=list)
    messages = models.JSONField(_("说明"), default=list)
    outcome = models.CharField(_("结果"), max_length=10, blank=True)
    content = ProtectedTextField()

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        ordering = ["batch", "order"]
        constraints = [models.UniqueConstraint(fields=["batch", "order"], name="one_row_per_place")]
        indexes = [models.Index(fields=["batch", "level"], name="importrow_level")]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.sheet}!{self.number}"

    @property
    def cells(self) -> dict:
        """{"raw": …, "values": …}, decrypted."""
        return json.loads(self.content)
