from datetime import date

from django.contrib.admin import display
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.models import TimeStampedModel
from cms.core.personal_data import without_personal_numbers
from cms.core.plausible import month_has_come
from cms.core.protected import ProtectedTextField, fingerprint, mask_id, mask_phone
from cms.people.enums import EDUCATIONS, ETHNICITIES, GENDERS, POLITICAL_STATUSES
from search.chinese.folding import folded, normalise
from search.chinese.pinyin import sound

ADULT = 18


def spelled(name: str) -> str:
    """A name but for width, marks and traditional characters."""
    return normalise(folded(name))


class Person(TimeStampedModel):
    """One human being, however many appointments. Numbers stand encrypted and are found by fingerprint."""

    name = models.CharField(_("姓名"), max_length=60, db_index=True)
    # How the name is said, whatever its spelling: records that may be one person meet by it.
    sound = models.CharField(max_length=500, blank=True, editable=False)
    gender = models.CharField(_("性别"), max_length=2, blank=True, choices=GENDERS)
    birth = models.CharField(_("出生年月"), max_length=7, blank=True, validators=[month_has_come])
    ethnicity = models.CharField(_("民族"), max_length=20, blank=True, choices=ETHNICITIES)
    political_status = models.CharField(_("政治面貌"), max_length=20, blank=True, choices=POLITICAL_STATUSES)
    education = models.CharField(_("文化程度"), max_length=20, blank=True, choices=EDUCATIONS)
    skills = models.CharField(_("特长"), max_length=200, blank=True)
    phone = ProtectedTextField(_("手机号"), blank=True)
    phone_fingerprint = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    identity_number = ProtectedTextField(_("身份证号"), blank=True)
    identity_fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    # Of minors only: who may say yes for them.
    guardian_name = models.CharField(_("监护人姓名"), max_length=60, blank=True)
    guardian_phone = ProtectedTextField(_("监护人电话"), blank=True)

    derived_fields = ("sound", "phone_fingerprint", "identity_fingerprint")

    own_data_fields = (
        "name", "gender", "birth", "ethnicity", "political_status", "education", "skills", "phone",
        "identity_number", "guardian_name", "guardian_phone",
    )  # fmt: skip

    class Meta:
        verbose_name = _("人员")
        verbose_name_plural = _("人员")
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["sound", "birth"], name="people_as_said")]
        constraints = [
            models.UniqueConstraint(
                fields=["identity_fingerprint"],
                condition=~models.Q(identity_fingerprint=""),
                name="one_person_per_identity_number",
                violation_error_message=_("这个身份证号已属于名册中的另一人。"),
            )
        ]

    def __str__(self) -> str:
        # What a record is called stands in titles, labels and the trail.
        return without_personal_numbers(self.name)

    def clean(self):
        super().clean()
        # Whether a number is another's is asked of its fingerprint.
        self.set_numbers()

    def set_numbers(self) -> None:
        """Bring what names and numbers are found by in line with them. Bulk writers call it, `save` does."""
        self.sound = sound(spelled(self.name))
        self.phone_fingerprint = fingerprint(self.phone, "phone")
        self.identity_fingerprint = fingerprint(self.identity_number, "identity")

    def save(self, *args, **kwargs):
        self.set_numbers()
        super().save(*args, **kwargs)

    @property
    @display(description=_("手机号"))
    def masked_phone(self) -> str:
        return mask_phone(self.phone)

    @property
    @display(description=_("监护人电话"))
    def masked_guardian_phone(self) -> str:
        return mask_phone(self.guardian_phone)

    @property
    @display(description=_("身份证号"))
    def masked_identity_number(self) -> str:
        return mask_id(self.identity_number)


def is_minor(birth: str | None, on: date) -> bool:
    """Whether somebody is under 18 on a day; where only the month of birth is known, to its end."""
    if not birth:
        return False
    year, month, day = (int(part) for part in (birth if len(birth) > 7 else f"{birth}-31").split("-"))
    return (on.year - year, on.month, on.day) < (ADULT, month, day)
