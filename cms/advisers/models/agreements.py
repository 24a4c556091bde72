"""Who advises which community, by which agreement."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from cms.advisers.models.advisers import Adviser
from cms.core.errors import RuleBroken
from cms.core.models import TimeStampedModel
from cms.core.plausible import PlannedDay
from cms.places.enums import COMMUNITY_KINDS
from cms.places.models import Place
from search.chinese.dates import chinese_date


class AgreementQuerySet(models.QuerySet):
    def current(self, day):
        """Those whose term holds on `day`, its first and last day among them."""
        return self.filter(starts_on__lte=day, ends_on__gte=day)


class Agreement(TimeStampedModel):
    """One adviser for one community for a term; past ones stay as its history."""

    community = models.ForeignKey(
        Place,
        verbose_name=_("居村"),
        on_delete=models.PROTECT,
        related_name="adviser_agreements",
        limit_choices_to={"kind__in": COMMUNITY_KINDS},
    )
    adviser = models.ForeignKey(
        Adviser, verbose_name=_("法律顾问"), on_delete=models.PROTECT, related_name="agreements"
    )
    starts_on = PlannedDay(_("聘期起"))
    ends_on = PlannedDay(_("聘期止"))

    objects = AgreementQuerySet.as_manager()
    lasting = True

    class Meta:
        verbose_name = _("法律顾问聘期")
        verbose_name_plural = _("法律顾问聘期")
        ordering = ["community__code", "-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="agreement_ends_after_it_starts",
                violation_error_message=_("聘期止不能早于聘期起。"),
            )
        ]

    def __str__(self) -> str:
        term = f"{chinese_date(self.starts_on)}至{chinese_date(self.ends_on)}"
        return f"{self.community.name} {self.adviser.name} {term}"

    def clean(self):
        if self.community_id is None or self.starts_on is None or self.ends_on is None:
            return
        if self.community.kind not in COMMUNITY_KINDS:
            raise ValidationError({"community": _("请选居委会或村委会。")})
        self._refuse_overlap()
        outside = models.Q(date__lt=self.starts_on) | models.Q(date__gt=self.ends_on)
        if self.pk and self.entries.filter(outside).exists():
            raise ValidationError(_("这段聘期之外已有服务记录，请先核对。"))

    def save(self, *args, **kwargs):
        """Once more, the community held until the transaction ends: of two at once the second is refused."""
        with transaction.atomic():
            Place.objects.select_for_update(no_key=True, of=("self",)).get(pk=self.community_id)
            self._refuse_overlap()
            super().save(*args, **kwargs)

    def _refuse_overlap(self) -> None:
        others = Agreement.objects.filter(community=self.community_id).exclude(pk=self.pk)
        held = others.filter(starts_on__lte=self.ends_on, ends_on__gte=self.starts_on).first()
        if held:
            told = _("%(community)s在这段时间已有聘期：%(name)s，%(start)s 至 %(end)s。请先改它的聘期止。")
            raise RuleBroken(
                told
                % {
                    "community": self.community.name, "name": held.adviser.name,
                    "start": held.starts_on, "end": held.ends_on,
                }
            )  # fmt: skip

    def holds_on(self, day) -> bool:
        return self.starts_on <= day <= self.ends_on
