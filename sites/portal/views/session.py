"""Signing in and out."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import reverse

from cms.accounts.permissions import works_in_admin
from sites.portal.forms import SignInForm


class SignInView(LoginView):
    """Brings each to their own desk: the office to the admin, everyone else to the portal."""

    template_name = "portal/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

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
    next_page = "/"
