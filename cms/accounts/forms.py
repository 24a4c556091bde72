"""What the pages of accounts ask for. Nothing is saved here: the views call services."""

from django import forms
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.account import NameEmailForm
from wagtail.users.forms import UserCreationForm, UserEditForm

from cms.accounts.enums import Role
from cms.accounts.permissions import can_name_superusers
from cms.accounts.services import rename_oneself

OWN_FIELDS = {"username", "name", "email", "groups"}


def role_groups():
    return Group.objects.filter(name__in=[str(role.label) for role in Role])


class AccountFormMixin:
    """One name instead of a first and a last; roles instead of groups; the words of the office."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("账号名")
        self.fields["username"].help_text = _("登录时用。字母、数字、汉字和 @ . + - _。")
        self.fields["groups"].queryset = role_groups()
        self.fields["groups"].label = _("角色")
        for name, label in (("password1", _("临时密码")), ("password2", _("再填一次"))):
            if name in self.fields:
                self.fields[name].label = label

    @property
    def roles(self) -> set[Role]:
        labels = {str(role.label): role for role in Role}
        return {labels[group.name] for group in self.cleaned_data["groups"]}

    def save(self, commit=True):
        raise NotImplementedError("accounts are written by cms.accounts.services")


class AccountCreationForm(AccountFormMixin, UserCreationForm):
    name = forms.CharField(label=_("姓名"), max_length=60)
    email = forms.EmailField(label=_("邮箱"), required=False)
    first_name = last_name = is_superuser = None

    class Meta(UserCreationForm.Meta):
        fields = OWN_FIELDS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = _("至少 10 个字符。首次登录时须换成只有本人知道的密码。")


class AccountEditForm(AccountFormMixin, UserEditForm):
    name = forms.CharField(label=_("姓名"), max_length=60)
    email = forms.EmailField(label=_("邮箱"), required=False)
    first_name = last_name = None

    class Meta(UserEditForm.Meta):
        fields = OWN_FIELDS | {"is_active", "is_superuser"}

    def __init__(self, *args, asking, **kwargs):
        editing_self = kwargs["editing_self"]
        super().__init__(*args, **kwargs)
        if editing_self:
            self.fields["groups"].disabled = True
            self.fields["groups"].help_text = _("自己的角色由另一位管理员调整。")
            del self.fields["password1"], self.fields["password2"]
        else:
            self.fields["is_active"].label = _("启用")
            self.fields["is_active"].help_text = _(
                "停用后不能登录，已登录的立即退出。账号不删除，操作记录仍指向它。"
            )
            self.fields["password1"].help_text = _("留空则不变。填写后，本人下次登录时须换成自己的密码。")
            if not can_name_superusers(asking):
                del self.fields["is_superuser"]
            else:
                self.fields["is_superuser"].label = _("超级管理员")
                self.fields["is_superuser"].help_text = _("不受任何限制。只有超级管理员能指定和更改。")


class OwnNameForm(NameEmailForm):
    """What a person changes of the own account."""

    name = forms.CharField(label=_("姓名"), max_length=60)
    first_name = None
    last_name = None

    class Meta(NameEmailForm.Meta):
        fields = ["name", "email"]

    def save(self, commit=True):
        rename_oneself(self.instance, self.cleaned_data["name"])
        return self.instance
