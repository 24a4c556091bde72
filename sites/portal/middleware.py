"""What is asked of everybody who is signed in, on whichever page."""

from django.conf import settings
from django.http import HttpResponseRedirect
from django.urls import reverse

from cms.accounts.signing_in.idle import note_sign_of_life

# Pages that call by themselves while they stand open: no sign that anybody sits before them.
BY_THEMSELVES = {"wagtailadmin_editing_sessions:ping"}
BEFORE_A_NEW_PASSWORD = {"portal:password", "portal:sign_out", "portal:sign_in"}


class SignedInMiddleware:
    """A temporary password is changed before anything else; a session lives as long as it is used."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.path.startswith(settings.PERSONAL_PREFIXES) or not request.user.is_authenticated:
            return None
        asked = request.resolver_match.view_name
        if request.user.must_change_password and asked not in BEFORE_A_NEW_PASSWORD:
            return HttpResponseRedirect(reverse("portal:password"))
        if asked not in BY_THEMSELVES:
            note_sign_of_life(request)
        return None
