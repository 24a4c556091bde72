from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from cms.campaigns.models import CasePage, texts
from cms.campaigns.permissions import can_confirm_anonymisation
from cms.campaigns.services import confirm_anonymisation


@require_http_methods(["GET", "POST"])
def anonymisation(request, pk: int):
    """A reviewer reads the newest wording of a case and gives their word that it names nobody."""
    page = get_object_or_404(CasePage, pk=pk)
    if not can_confirm_anonymisation(request.user, page):
        raise PermissionDenied
    newest = page.get_latest_revision_as_object()
    if request.method == "POST":
        confirm_anonymisation(page, actor=request.user)
        messages.success(request, _("已确认“%(title)s”隐去了当事人身份。") % {"title": newest.title})
        return redirect("wagtailadmin_pages:edit", page.pk)
    return render(
        request,
        "campaigns/admin/anonymisation.html",
        {"page": newest, "passages": [passage for passage in texts.passages(newest) if passage.text]},
    )
