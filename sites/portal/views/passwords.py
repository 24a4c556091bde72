"""The own password: changed by who knows it, or through a letter where letters can be sent."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import PasswordChangeView, PasswordResetConfirmView
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

from cms.accounts import tasks
from cms.accounts.permissions import works_in_admin
from cms.accounts.queries import accounts_with_mailbox
from cms.accounts.signing_in import throttle
from cms.core.addresses import client_address
from sites.portal.account_forms import LetterForm, LetterPasswordForm, OwnPasswordForm


class PasswordView(PasswordChangeView):
    """Changes the own password. The session at hand goes on, all others of the account end."""

    template_name = "portal/password.html"
    form_class = OwnPasswordForm

    def get_success_url(self):
        messages.success(self.request, _("密码已修改，在其他设备上的登录已全部退出。"))
        return reverse("wagtailadmin_home" if works_in_admin(self.request.user) else "portal:home")


class LettersOnlyMixin:
    """Not found where the platform can send no mail."""

    def dispatch(self, request, *args, **kwargs):
        if not settings.MAIL_IS_SET_UP:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class ForgottenView(LettersOnlyMixin, FormView):
    """Sends a letter, if there is such an account; says the same in any case."""

    template_name = "portal/forgotten.html"
    form_class = LetterForm
    success_url = reverse_lazy("portal:letter_sent")

    def form_valid(self, form):
        email = form.cleaned_data["email"]
        if throttle.admit(f"letter to {email}", client_address(self.request)):
            tasks.send_password_letters.enqueue([account.pk for account in accounts_with_mailbox(email)])
        return super().form_valid(form)


class LetterSentView(LettersOnlyMixin, TemplateView):
    template_name = "portal/letter_sent.html"


class LetterPasswordView(LettersOnlyMixin, PasswordResetConfirmView):
    template_name = "portal/letter_password.html"
    form_class = LetterPasswordForm

    def form_valid(self, form):
        super().form_valid(form)
        messages.success(self.request, _("密码已重设，请用新密码登录。"))
        return redirect("portal:sign_in")

    def get_success_url(self):
        return reverse("portal:sign_in")
