import json

from django.conf import settings
from django.core.files.storage import storages
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from cms.core.models import TimeStampedModel
from cms.core.personal_data import without_personal_numbers
from cms.core.protected import ProtectedTextField
from cms.intake.enums import BUSY, OPEN, BatchState
from cms.intake.levels import Level


def private_storage():
    return storages["private"]


def upload_path(batch, name: str) -> str:
    """A random name: what people call their file does not reach the disk."""
    from uuid import uuid4

    return f"intake/{uuid4().hex}"


def _account(label):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=label,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )


@register_setting(icon="upload")
class ImportSetting(BaseGenericSetting):
    """What the office decides about imports."""

    keep_days = models.PositiveSmallIntegerField(
        _("导入批次保存天数"),
        default=90,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
        help_text=_("到期后，原文件、各行内容与处理意见一并清除，只留批次的统计；清除后不能再撤销。"),
    )

    panels = [FieldPanel("keep_days")]

    class Meta:
        verbose_name = _("导入设置")


class ImportBatch(TimeStampedModel):
    """One uploaded file on its way into the records. File and cells stand encrypted until they are purged."""

    # Nobody asks who names it; each save would cost a task that notes it.
    wagtail_reference_index_ignore = True

    kind = models.CharField(_("类型"), max_length=40)
    # Nobody has said yet whether the file is of the kind it looks like.
    kind_guessed = models.BooleanField(_("类型待确认"), default=False, db_default=False)
    file = models.FileField(_("文件"), upload_to=upload_path, storage=private_storage, blank=True)
    file_name = models.CharField(_("文件名"), max_length=200)
    sender = models.CharField(_("报送单位"), max_length=80, blank=True)
    sha256 = models.CharField(max_length=64)
    as_of = models.DateField(_("导入日期"))
    state = models.CharField(_("状态"), max_length=12, choices=BatchState, default=BatchState.UPLOADED)
    error = models.CharField(_("原因"), max_length=300, blank=True)
    # What reading found of each sheet: use, headings, skipped rows, levels.
    sheets = models.JSONField(_("工作表"), default=list)
    # The titles and the ledger of each sheet, as JSON: titles may name people.
    context = ProtectedTextField(blank=True)
    # What a person brought back of what was passed over: {"sheets": [name], "rows": [[sheet, number]]}.
    brought_back = models.JSONField(_("找回的行"), default=dict, blank=True)
    # The workbook with our messages, made by the worker for whoever asked for it; encrypted.
    returned = models.FileField(upload_to=upload_path, storage=private_storage, blank=True)
    returned_to = _account(_("索取带意见原表的人"))
    returned_why = models.CharField(max_length=200, blank=True, default="", db_default="")
    # What whoever brought the file said for the rows that do not say it, by column.
    answers = models.JSONField(_("整张表的说明"), null=True, blank=True)
    # What applying will do, then what it did: create, change, unchanged; what waits, is left out, is ready.
    counts = models.JSONField(_("结果"), default=dict)
    # So many of its changes belong to imports that came to their end; those after are of one that did not.
    changes_kept = models.PositiveIntegerField(default=0)
    # So many imports of it came to their end; what rows say of a later one is of one that did not.
    imports = models.PositiveSmallIntegerField(default=0, db_default=0)
    uploaded_by = _account(_("上传人"))
    applied_by = _account(_("导入人"))
    applied_at = models.DateTimeField(_("导入时间"), null=True)
    purged_at = models.DateTimeField(_("清除时间"), null=True)

    class Meta:
        verbose_name = _("导入批次")
        verbose_name_plural = _("导入批次")
        ordering = ["-created_at"]
        default_permissions = ()

    def __str__(self) -> str:
        # What people call their file stands in lists, titles and the trail.
        return without_personal_numbers(self.file_name)

    @property
    def is_open(self) -> bool:
        """True while rows may be decided on and applied."""
        return self.state in OPEN and self.purged_at is None

    @property
    def is_at_work(self) -> bool:
        """True while the worker has something to do with the batch."""
        return self.state in BUSY and not self.error

    @property
    def is_readable_again(self) -> bool:
        """True while the file may be read anew: nothing of it is stored."""
        return self.state in (BatchState.PREVIEWED, BatchState.UNDONE) and not self.purged_at

    @property
    def is_discardable(self) -> bool:
        """True while nothing of the batch is stored and nobody works at it."""
        stored = self.counts.get("stored") or self.state in (BatchState.APPLIED, BatchState.UNDOING)
        return not (stored or self.is_at_work or self.purged_at)


class ImportRowQuerySet(models.QuerySet):
    def importable(self):
        """Rows that may be stored: nothing of them waits, and nobody said to leave them out."""
        return self.filter(level__lte=Level.WARN, skipped=False)

    def pending(self):
        """Rows that wait for a person."""
        return self.filter(level__gte=Level.REVIEW, skipped=False, outcome="")

    def ready(self):
        return self.importable().filter(outcome="")

    def waiting_first(self):
        """Rows that wait for a person before the others, else in the order of the file."""
        waits = models.Q(level__gte=Level.REVIEW, skipped=False, outcome="")
        place = models.Case(models.When(waits, then=0), default=1, output_field=models.IntegerField())
        return self.order_by(place, "order")


class ImportRow(models.Model):
    """One judged row of a batch. What it says stands encrypted: identity and telephone numbers, remarks."""

    # Nobody asks who names it; each save would cost a task that notes it.
    wagtail_reference_index_ignore = True

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    order = models.PositiveIntegerField()
    sheet = models.CharField(_("工作表"), max_length=100)
    number = models.CharField(_("行号"), max_length=10)
    label = models.CharField(_("对象"), max_length=100, blank=True)
    level = models.PositiveSmallIntegerField(
        _("判定"), choices=[(level.value, level.label) for level in Level]
    )
    codes = models.JSONField(_("问题"), default=list)
    # The first code of the row's level: rows that wait for the same reason are shown together.
    problem = models.CharField(_("主要问题"), max_length=40, blank=True)
    outcome = models.CharField(_("结果"), max_length=10, blank=True)
    # In which import of the batch that was.
    import_number = models.PositiveSmallIntegerField(default=0, db_default=0)
    # The record the row became, where another row may mean the same one.
    record = models.PositiveBigIntegerField(null=True)
    # Raw cells, values, marks and findings, as JSON.
    content = ProtectedTextField()
    # A keyed hash of the raw cells, by which a decision is remembered when the row comes again.
    fingerprint = models.CharField(max_length=64, blank=True, default="", db_index=True)
    # A keyed hash of what alone says who the row is about, such as an identity number; gone with the row.
    telltale = models.CharField(max_length=64, blank=True, default="", db_default="", db_index=True)
    decision = ProtectedTextField(blank=True)
    skipped = models.BooleanField(_("不导入"), default=False)
    decided_by = _account(_("处理人"))
    decided_at = models.DateTimeField(_("处理时间"), null=True)

    objects = ImportRowQuerySet.as_manager()

    # A mark of the stored judgement, while what the row says is not in memory.
    judged: int | None = None

    class Meta:
        ordering = ["batch", "order"]
        constraints = [models.UniqueConstraint(fields=["batch", "order"], name="one_row_per_place")]
        indexes = [models.Index(fields=["batch", "level"], name="importrow_level")]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.sheet}!{self.number}"

    @property
    def is_pending(self) -> bool:
        """True while the row waits for a person."""
        return self.level >= Level.REVIEW and not self.skipped and not self.outcome

    @property
    def cells(self) -> dict:
        """{"raw", "values", "marks", "findings"}, decrypted."""
        return json.loads(self.content)


class ImportChange(models.Model):
    """One write of an applied batch, by which it can be taken back."""

    # Nobody asks who names it; each save would cost a task that notes it.
    wagtail_reference_index_ignore = True

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="changes")
    order = models.PositiveIntegerField()
    model = models.CharField(max_length=80)
    record = models.PositiveBigIntegerField()
    created = models.BooleanField()
    # The old values of the changed fields, as JSON.
    before = ProtectedTextField(blank=True)
    # A keyed hash of what the batch left there: a record changed since is not taken back.
    after = models.CharField(max_length=64)

    class Meta:
        ordering = ["batch", "order"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.model}:{self.record}"


class ColumnMapping(TimeStampedModel):
    """What a person said the unknown headings of a sender's table are."""

    # Nobody asks who names it; each save would cost a task that notes it.
    wagtail_reference_index_ignore = True

    kind = models.CharField(max_length=40)
    sender = models.CharField(max_length=80, blank=True)
    # A hash of the table's headings.
    layout = models.CharField(max_length=64)
    # Heading → name of the column, or empty where it is to be left out.
    columns = models.JSONField(default=dict)
    made_by = _account(_("对应人"))

    class Meta:
        verbose_name = _("列的对应")
        verbose_name_plural = _("列的对应")
        constraints = [
            models.UniqueConstraint(fields=["kind", "sender", "layout"], name="one_mapping_per_layout")
        ]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.kind} {self.sender}"
