"""What is asked of everybody who is signed in, on whichever page."""

from django.conf import settings
from django.http import HttpResponseRedirect
from django.urls import reverse

from cms.accounts.signing_in.idle import note_sign_of_life
from cms.accounts.signing_in.issuer import VOUCHED
from sites.portal.keeping import has_written, keep
from sites.portal.views.session import OtherDoorView, SignOutView

# Pages that call by themselves while they stand open: no sign that anybody sits before them.
BY_THEMSELVES = {"wagtailadmin_editing_sessions:ping"}
OFFICE = "/office/"
# Where one comes in and goes out: nothing was written there.
DOORS = (OtherDoorView, SignOutView)
BEFORE_A_NEW_PASSWORD = {"portal:password", "portal:sign_out", "portal:sign_in"}


class SignedInMiddleware:
    """A temporary password is changed before anything else; a session lives as long as it is used.

    What somebody wrote in the office whose session ended meanwhile is kept, as the portal's own pages do.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.path.startswith(settings.PERSONAL_PREFIXES):
            return None
        if not request.user.is_authenticated:
            in_the_office = request.path.startswith(OFFICE) and getattr(view, "view_class", None) not in DOORS
            return keep(request) if in_the_office and has_written(request) else None
        asked = request.resolver_match.view_name
        by_password = not request.session.get(VOUCHED)
        if by_password and request.user.must_change_password and asked not in BEFORE_A_NEW_PASSWORD:
            return HttpResponseRedirect(reverse("portal:password"))
        if asked not in BY_THEMSELVES:
            note_sign_of_life(request)
        return None
