"""What an agency shows where the record is silent: to the office, and to the panel if so set."""

from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.private_files import private_storage, untold_name
from cms.reviews.models.rounds import Participant
from cms.reviews.models.schemes import Indicator


def self_file_path(instance: "SelfFile", filename: str) -> str:
    return untold_name("self-assessment", filename)


class SelfFile(models.Model):
    """A paper, or a picture written anew on arrival. It stays once the self-assessment is over."""

    participant = models.ForeignKey(
        Participant, verbose_name=_("参评单位"), on_delete=models.CASCADE, related_name="files"
    )
    indicator = models.ForeignKey(
        Indicator, verbose_name=_("指标"), on_delete=models.PROTECT, related_name="+"
    )
    file = models.FileField(_("文件"), storage=private_storage, upload_to=self_file_path, max_length=120)
    # As the agency called it.
    name = models.CharField(_("文件名"), max_length=120, editable=False)
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
    untold_fields = ("name",)

    class Meta:
        verbose_name = _("自评佐证")
        verbose_name_plural = _("自评佐证")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.participant}：{self.indicator}的佐证"

    @property
    def suffix(self) -> str:
        return PurePath(self.file.name).suffix
