"""Signing in and out: the one door, whichever desk lies behind it."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import RedirectView

from cms.accounts.permissions import works_in_admin
from cms.accounts.services import begin_session, end_session
from sites.portal.account_forms import SignInForm


class SignInView(LoginView):
    """Brings each to their own desk: the office to the admin, everyone else to the portal."""

    template_name = "portal/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            letters=settings.MAIL_IS_SET_UP, issuer=settings.SIGN_IN_ISSUER.get("name", ""), **kwargs
        )

    def form_valid(self, form):
        begin_session(self.request, form.get_user())
        if self.request.user.must_change_password:
            return HttpResponseRedirect(reverse("portal:password"))
        return HttpResponseRedirect(self.get_success_url())

    def get_redirect_url(self):
        wanted = super().get_redirect_url()
        # The admin sends those it refuses back to this page: without this they would go round for ever.
        turned_away = wanted.startswith(reverse("wagtailadmin_home")) and not works_in_admin(
            self.request.user
        )
        return "" if turned_away else wanted

    def get_default_redirect_url(self):
        return reverse("wagtailadmin_home" if works_in_admin(self.request.user) else "portal:home")


class SignOutView(LogoutView):
    """By button only."""

    next_page = "/"

    def post(self, request, *args, **kwargs):
        end_session(request)
        messages.success(request, _("已退出。"))
        return HttpResponseRedirect(self.get_success_url())


class OtherDoorView(RedirectView):
    """A door of the framework: it leads to ours, with where one was going."""

    query_string = True
    url = reverse_lazy("portal:sign_in")
