"""What one has signed up for oneself."""

from functools import partial

from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from cms.events.queries.attending import registrations_of
from cms.events.services.registering import cancel_registration
from sites.portal.keeping import signed_in
from sites.portal.saying import tell_outcome


@signed_in
@require_POST
def cancel(request, pk):
    """Give the places back, without typing the code."""
    held = get_object_or_404(registrations_of(request.user), pk=pk)
    tell_outcome(
        request,
        partial(cancel_registration, held.event, code=held.cancel_code),
        _("已取消报名。"),
    )
    return redirect("portal:home")
