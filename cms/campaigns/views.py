from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from cms.campaigns.models import CasePage, texts
from cms.campaigns.permissions import can_confirm_anonymisation
from cms.campaigns.services import confirm_anonymisation
from cms.core.errors import RuleBroken


def closed(request, **kwargs) -> JsonResponse:
    """The framework's interface for programs only reads."""
    return JsonResponse({"error_code": "closed", "error_message": _("请在后台页面上操作。")}, status=403)


@require_http_methods(["GET", "POST"])
def anonymisation(request, pk: int):
    """A reviewer reads the newest wording of a case and gives their word that it names nobody."""
    page = get_object_or_404(CasePage, pk=pk)
    if not can_confirm_anonymisation(request.user, page):
        raise PermissionDenied
    newest = page.get_latest_revision_as_object()
    if request.method == "POST":
        if request.POST.get("read") != texts.fingerprint(newest):
            raise RuleBroken(_("文字在您打开之后改过，请重新通读再确认。"))
        confirm_anonymisation(page, actor=request.user)
        messages.success(request, _("已确认“%(title)s”隐去了当事人身份。") % {"title": newest.title})
        return redirect("wagtailadmin_pages:edit", page.pk)
    return render(
        request,
        "campaigns/admin/anonymisation.html",
        {
            "page": newest,
            "passages": [passage for passage in texts.passages(newest) if passage.text],
            "fingerprint": texts.fingerprint(newest),
        },
    )
