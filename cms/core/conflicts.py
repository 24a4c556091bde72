"""Two people at one record: a form says which version it was opened with, and is told of a newer one."""

from django import forms
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.translation import gettext as _

from cms.core.personal_data import without_personal_numbers
from cms.core.values import shown, version_of

SEEN = "seen"


class SeenField(forms.CharField):
    """The version a form was opened with. A form that does not say counts as opened long ago."""

    widget = forms.HiddenInput

    def __init__(self, record: Model | None):
        super().__init__(required=False, initial=version_of(record) if record else "")

    def has_changed(self, initial, data) -> bool:
        return False


def offer_again(form: forms.ModelForm, now: Model) -> None:
    """Say at the form what stands there now; saving once more is a decision, not an accident."""
    form.data = form.data.copy()
    form.data[form.add_prefix(SEEN)] = version_of(now)
    form.add_error(None, _("您打开这一页之后，别人改动了这条记录，您填写的内容还没有保存。"))
    for name in form.changed_data:
        if name in form.fields and _is_of(now, name):
            value = without_personal_numbers(shown(now, name)) or _("空")
            form.add_error(name, _("现在保存的是“%(value)s”。") % {"value": value})
    form.add_error(None, _("请核对；再次保存，就以您填写的为准。"))


class SeenMixin:
    """One of many forms on a page, about a record that may not exist yet."""

    record: Model | None = None

    def watch(self, record: Model | None) -> None:
        """Say in the page which version of the record its fields were read from."""
        self.record = record
        self.fields[SEEN] = SeenField(record)

    def is_stale(self) -> bool:
        """Whether it would overwrite what somebody else has written since; then it is told so.

        Asked of a valid form. What was not touched is no conflict.
        """
        if (
            self.record is None
            or self.cleaned_data[SEEN] == version_of(self.record)
            or not self.has_changed()
        ):
            return False
        offer_again(self, self.record)
        return True


def _is_of(record: Model, name: str) -> bool:
    try:
        record._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True
