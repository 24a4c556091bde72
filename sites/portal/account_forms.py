"""Signing in, the own name and password."""

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.accounts.services import change_own_password, rename_oneself, reset_password
from cms.core.errors import RuleBroken, tell


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _("账号或密码不对，请核对后再试。"),
        # Never told: a closed account answers like one that does not exist.
        "inactive": _("账号或密码不对，请核对后再试。"),
        "paused": _("连续多次没有成功，请 %(minutes)s 分钟后再试，或者联系普法办重设密码。"),
    }

    def get_invalid_login_error(self):
        if not getattr(self.request, "sign_in_is_paused", False):
            return super().get_invalid_login_error()
        minutes = {"minutes": settings.SIGN_IN_PAUSE_MINUTES}
        return ValidationError(self.error_messages["paused"], code="paused", params=minutes)


class NewPasswordMixin:
    """Writes through a service; what the service finds wrong stands beside the field."""

    write = None

    def validate_password_for_user(self, *args, **kwargs):
        """Left to the service, which asks the same validators."""

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            try:
                type(self).write(self.user, self.cleaned_data["new_password1"])
            except ValidationError as error:
                self.add_error("new_password1", error)
        return cleaned

    def save(self, commit=True):
        return self.user


class OwnPasswordForm(NewPasswordMixin, PasswordChangeForm):
    write = staticmethod(change_own_password)
    error_messages = {
        "password_incorrect": _("现在的密码不对，请重新填写。"),
        "password_mismatch": _("两次填写的新密码不一样，请重新填写。"),
    }
    field_order = ["old_password", "new_password1", "new_password2"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _word(self)
        self.fields["old_password"].label = _("现在的密码")


class LetterPasswordForm(NewPasswordMixin, SetPasswordForm):
    write = staticmethod(reset_password)
    error_messages = {"password_mismatch": _("两次填写的新密码不一样，请重新填写。")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _word(self)


class NameForm(forms.Form):
    name = forms.CharField(
        label=_("姓名"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("办理记录、提醒里用这个名字；已经留下的办理记录不变。"),
    )  # fmt: skip

    def give(self, account) -> bool:
        """Whether it could be; a rule that refuses it is told beside the field."""
        try:
            rename_oneself(account, self.cleaned_data["name"])
        except RuleBroken as error:
            tell(self, error)
            return False
        return True


class LetterForm(forms.Form):
    """Where the letter shall go."""

    email = forms.EmailField(
        label=_("邮箱"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


def _word(form) -> None:
    form.fields["new_password1"].label = _("新密码")
    form.fields["new_password1"].help_text = _(
        "至少 10 个字符，字母、数字、汉字、符号都可以；不要用账号名、姓名、单位名称或常见的密码。"
    )
    form.fields["new_password2"].label = _("再填一次新密码")
    form.fields["new_password2"].help_text = ""
