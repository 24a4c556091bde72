"""The inbox: what I am reminded of, and whether letters tell me too."""

from django.conf import settings
from django.contrib import messages as notices
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.inbox import services
from cms.inbox.models import Mailing, Message
from cms.inbox.queries import messages_of
from search.chinese.numerals import typed_number
from sites.portal.keeping import signed_in

PAGE_SIZE = 30


@signed_in
@require_safe
def reminders(request):
    page = Paginator(messages_of(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    mailing = Mailing.objects.filter(user=request.user).first()
    context = {
        "page": page,
        "wants_letters": mailing is None or mailing.wants_letters,
        "can_have_letters": settings.MAIL_IS_SET_UP and bool(request.user.email),
    }
    return render(request, "portal/reminders.html", context)


@signed_in
@require_POST
def read(request):
    """One that is named, or all."""
    found = Message.objects.filter(user=request.user, read_at=None)
    if "pk" in request.POST:
        found = found.filter(pk=typed_number(request.POST["pk"]))
    services.mark_read(found, actor=request.user)
    return redirect("portal:reminders")


@signed_in
@require_POST
def letters(request):
    services.choose_letters(request.user, request.POST.get("wants") == "1", actor=request.user)
    notices.success(request, _("已保存。"))
    return redirect("portal:reminders")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request, token):
    """The link in a letter asks once: whoever merely looks at links stops nothing."""
    account = services.account_by(token)
    if account is None:
        raise Http404
    if request.method == "POST":
        services.stop_letters(account)
    return render(request, "portal/stop_letters.html", {"is_stopped": request.method == "POST"})
