"""The own account: what one is called, the password, who else is signed in with it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from cms.accounts.queries import latest_sign_ins
from cms.accounts.services import end_other_sessions
from sites.portal.account_forms import NameForm
from sites.portal.keeping import signed_in


@signed_in
@require_http_methods(["GET", "POST"])
def account(request):
    form = NameForm(request.POST or None, initial={"name": request.user.name})
    if request.method == "POST" and form.is_valid() and form.give(request.user):
        messages.success(request, _("姓名已改。"))
        return redirect("portal:account")
    found = {"form": form, "sign_ins": latest_sign_ins(request.user)}
    return render(request, "portal/account.html", found)


@signed_in
@require_POST
def leave_others(request):
    end_other_sessions(request)
    messages.success(request, _("在其他设备上的登录已全部退出。"))
    return redirect("portal:account")
