"""The library: pictures and documents that pages point to."""

from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage

from media.pictures import clean_image, one_at_work
from media.safety import UnsafeFile, check_document
from media.signals import document_given


@contextmanager
def _refusal_at(field: str):
    """Show why a file was refused beside the field it was given in."""
    try:
        yield
    except UnsafeFile as error:
        raise ValidationError({field: error.messages}) from error


class LibraryImage(AbstractImage):
    """A picture. Its file is cleaned on the way in: upright, without place or device of the photograph."""

    alt_text = models.CharField(
        _("替代文字"),
        max_length=200,
        blank=True,
        help_text=_("说出画面里与正文有关的内容，供看不见图片的人使用；纯装饰图片留空。"),
    )
    source = models.CharField(_("来源"), max_length=120, blank=True, help_text=_("拍摄者或供图单位。"))

    admin_form_fields = (*WagtailImage.admin_form_fields, "alt_text", "source")
    # Shown to the public: the gate of personal numbers asks for these.
    public_texts = ("title", "file", "description", "alt_text", "source")

    class Meta(AbstractImage.Meta):
        verbose_name = _("图片")
        verbose_name_plural = _("图片")

    @property
    def default_alt_text(self) -> str:
        return self.alt_text

    def generate_rendition_file(self, filter, *, source=None):
        """The rendition in memory; the file it was made in is closed at once, not when collected.

        Few are made at a time, and of a picture that was made small when it came.
        """
        with one_at_work(), super().generate_rendition_file(filter, source=source) as made:
            made.seek(0)
            return ContentFile(made.read(), name=made.name)

    def clean(self):
        super().clean()
        with _refusal_at("file"):
            self._clean_file()

    def save(self, *args, **kwargs):
        self._clean_file()
        super().save(*args, **kwargs)

    def _clean_file(self) -> None:
        """Replace a file not yet in the library by its clean copy; a stored file is never touched."""
        if not self.file or self.file._committed or getattr(self.file.file, "is_clean", False):
            return
        self.file = clean_image(self.file)
        self.file_size = self.file.size
        self._set_file_hash()


class LibraryRendition(AbstractRendition):
    image = models.ForeignKey(LibraryImage, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="unique_library_rendition"
            )
        ]


class LibraryDocument(AbstractDocument):
    """A document to download, of a kind on the allow-list and of the kind its name says."""

    source = models.CharField(_("来源"), max_length=120, blank=True)

    admin_form_fields = (*WagtailDocument.admin_form_fields, "source")
    public_texts = ("title", "file", "source")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("文档")
        verbose_name_plural = _("文档")

    def clean(self):
        super().clean()
        with _refusal_at("file"):
            self._check_file()

    def save(self, *args, **kwargs):
        self._check_file()
        super().save(*args, **kwargs)

    def _check_file(self) -> None:
        if not self.file or self.file._committed or getattr(self.file.file, "is_checked", False):
            return
        check_document(self.file)
        document_given.send(LibraryDocument, document=self)
        # Asked once, by the form or by the save.
        self.file.file.is_checked = True


class DocumentText(models.Model):
    """What a document says, read in the background; `file_hash` tells which file it was read from."""

    document = models.OneToOneField(
        LibraryDocument, verbose_name=_("文档"), on_delete=models.CASCADE, related_name="extracted"
    )
    text = models.TextField(_("文字"), blank=True)
    beside = models.TextField(_("属性、批注、链接等其他文字"), blank=True)
    is_cut = models.BooleanField(_("没有读完"), default=False)
    file_hash = models.CharField(max_length=40)
    problem = models.CharField(_("没有读出的原因"), max_length=100, blank=True)
    read_at = models.DateTimeField(_("读取时间"), auto_now=True)

    class Meta:
        verbose_name = _("文档文字")
        verbose_name_plural = _("文档文字")
        default_permissions = ()

    def __str__(self) -> str:
        return self.document.title
