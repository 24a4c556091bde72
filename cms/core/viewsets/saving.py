"""Forms of the admin: each saves what it shows, through the pen, against the version it was opened with."""

from django import forms
from django.utils.translation import gettext as _
from wagtail.admin.views import generic
from wagtail.contrib.settings.views import EditView as SettingEdit

from cms.core.conflicts import SEEN, SeenField, offer_again
from cms.core.errors import RuleBroken, tell
from cms.core.pickers import let_find
from cms.core.values import content_fields
from cms.core.viewsets.rows import RuledObjectMixin
from cms.core.writing import Action, StaleRecord, write


class PenFormMixin:
    """Tells a refusal beside what was typed."""

    viewset = None
    # Said by the framework where a form is not valid; a refusal says it at the fields.
    produced_error_message = None

    def get_form(self, *args, **kwargs):
        form = super().get_form(*args, **kwargs)
        let_find(form)
        return form

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except StaleRecord:
            offer_again(form, self.model._base_manager.get(pk=self.object.pk))
        except RuleBroken as error:
            self.tell(form, error)
        # The framework asks for it wherever a form comes back.
        self.produced_error_message = self.get_error_message()
        return self.form_invalid(form)

    def tell(self, form, error: RuleBroken) -> None:
        """Say at the form why it was refused."""
        tell(form, error)

    def model_values(self, form) -> dict:
        """What the form says of the record's own fields and relations."""
        ours = {each.name for each in (*self.model._meta.fields, *self.model._meta.many_to_many)}
        return {name: value for name, value in form.cleaned_data.items() if name in ours}


class RuledCreateView(PenFormMixin, generic.CreateView):
    def save_instance(self):
        record = self.model()
        write(record, self.viewset.adds, self.model_values(self.form), actor=self.request.user)
        return record


class PenEditMixin(PenFormMixin):
    """Saves against the version the form was opened with."""

    def writes_as(self) -> Action:
        return self.viewset.changes

    def get_form(self, *args, **kwargs):
        form = super().get_form(*args, **kwargs)
        form.fields[SEEN] = SeenField(self.object)
        for name, field in form.fields.items():
            _show_what_stands(field, form.initial.get(name))
        return form

    def save_instance(self):
        write(
            self.object,
            self.writes_as(),
            self.model_values(self.form),
            actor=self.request.user,
            seen=self.form.cleaned_data[SEEN],
        )
        self.has_content_changes = self.form.has_changed()
        return self.object


class RuledEditView(PenEditMixin, RuledObjectMixin, generic.EditView):
    pass


class SettingEditView(PenEditMixin, SettingEdit):
    """The framework's page of one setting of the office, written with the pen."""

    def writes_as(self) -> Action:
        return Action(
            f"{self.model._meta.label_lower}.change",
            _("修改设置"),
            lambda user: self.permission_policy.user_has_permission(user, "change"),
            writes=tuple(each.name for each in content_fields(self.model)),
        )


def _show_what_stands(field: forms.Field, value) -> None:
    """Offer a stored word that is on the list no more, to be seen and replaced; saving would empty it."""
    listed = isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField)
    if listed and value and isinstance(value, str | int) and value not in dict(field.choices):
        field.choices = [*field.choices, (value, value)]
