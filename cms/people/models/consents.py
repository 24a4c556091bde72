from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.models import TimeStampedModel
from cms.core.plausible import PastDay
from cms.people.enums import ConsentPurpose
from cms.people.models.persons import Person


class Consent(TimeStampedModel):
    """What a person agreed to, in which words; withdrawal ends it at once."""

    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.CASCADE, related_name="consents"
    )
    purpose = models.CharField(_("用途"), max_length=12, choices=ConsentPurpose)
    text_version = models.CharField(_("同意书版本"), max_length=30)
    given_on = PastDay(_("同意日期"))
    withdrawn_on = PastDay(_("撤回日期"), null=True, blank=True)

    lasting = True

    person_path = "person"
    own_data_fields = ("purpose", "text_version", "given_on", "withdrawn_on")

    class Meta:
        verbose_name = _("同意")
        verbose_name_plural = _("同意")
        ordering = ["person", "purpose", "-given_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"],
                condition=models.Q(withdrawn_on=None),
                name="one_standing_consent_per_purpose",
                violation_error_message=_("此人对这一用途的同意仍然有效，不必重复登记。"),
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_on=None) | models.Q(withdrawn_on__gte=models.F("given_on")),
                name="consent_withdrawn_after_given",
                violation_error_message=_("撤回日期不能早于同意日期。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}：{self.get_purpose_display()}"
