from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.account import NameEmailForm
from wagtail.users.forms import UserCreationForm, UserEditForm

WESTERN_NAMES = {"first_name", "last_name"}


class AccountCreationForm(UserCreationForm):
    name = forms.CharField(label=_("姓名"), max_length=60)
    email = forms.EmailField(label=_("邮箱"), required=False)
    first_name = None
    last_name = None

    class Meta(UserCreationForm.Meta):
        fields = (set(UserCreationForm.Meta.fields) - WESTERN_NAMES) | {"name"}


class AccountEditForm(UserEditForm):
    name = forms.CharField(label=_("姓名"), max_length=60)
    email = forms.EmailField(label=_("邮箱"), required=False)
    first_name = None
    last_name = None

    class Meta(UserEditForm.Meta):
        fields = (set(UserEditForm.Meta.fields) - WESTERN_NAMES) | {"name"}


class OwnNameForm(NameEmailForm):
    """What a person changes of the own account."""

    name = forms.CharField(label=_("姓名"), max_length=60)
    first_name = None
    last_name = None

    class Meta(NameEmailForm.Meta):
        fields = ["name", "email"]
