"""Two records of the roster that are one person, or that were found to be two."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.models import TimeStampedModel
from cms.core.plausible import PastDay
from cms.core.protected import ProtectedTextField
from cms.people.models.persons import Person


class Merge(TimeStampedModel):
    """That a record went into another one, with all that is needed to take it back."""

    kept = models.ForeignKey(
        Person, verbose_name=_("保留的人员"), on_delete=models.PROTECT, related_name="merges"
    )
    # The key that the record had and, taken back, has again.
    gone_key = models.PositiveBigIntegerField(editable=False)
    gone_name = models.CharField(_("并入的记录"), max_length=60, editable=False)
    reason = models.CharField(_("理由"), max_length=500, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("经办人"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    undone_on = PastDay(_("撤销日期"), null=True, blank=True, editable=False)
    # Personal data: encrypted, and emptied once the merge was taken back, or is too old for that.
    journal = ProtectedTextField(blank=True, editable=False)

    lasting = True

    class Meta:
        verbose_name = _("合并记录")
        verbose_name_plural = _("合并记录")
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.gone_name} → {self.kept}"


class Distinction(TimeStampedModel):
    """That two who look alike are two: they are not suggested again."""

    first = models.ForeignKey(Person, verbose_name=_("人员"), on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, verbose_name=_("另一人"), on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("不是同一人的认定")
        verbose_name_plural = _("不是同一人的认定")
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"],
                name="one_distinction_per_pair",
                violation_error_message=_("已经认定过不是同一人。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.first} ≠ {self.second}"
