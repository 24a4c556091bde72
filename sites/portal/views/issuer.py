"""Signing in by the identity provider of the city, where one is set up: there, and back again."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.views import RedirectURLMixin
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cms.accounts.services import begin_session
from cms.accounts.signing_in import issuer
from sites.portal.views.session import SignInView
from sites.rate import seconds_to_wait

NEXT = "issuer_next"
# Each asks the provider and keeps a session, before anybody has signed in.
GOINGS_PER_MINUTE = 20
UNREACHABLE = _("统一登录没有成功，可能是对方系统暂时不可用。请再试一次，或者用账号和密码登录。")
UNKNOWN = _("统一登录已认出您，但平台上没有您的账号，或者已经停用。请联系本区普法办。")
PAUSED = _("尝试的次数太多，请 %(minutes)s 分钟后再试。")


@require_safe
def there(request):
    """To the provider; where one was going is kept meanwhile."""
    _require_on()
    if seconds_to_wait(request, "issuer", GOINGS_PER_MINUTE):
        return _say(request, UNREACHABLE)
    request.session[NEXT] = request.GET.get("next", "")
    back = request.build_absolute_uri(reverse("portal:issuer_back"))
    try:
        return issuer.send_there(request, back)
    except issuer.NotVouched:
        return _say(request, UNREACHABLE)


@require_safe
def back(request):
    _require_on()
    wanted = request.session.pop(NEXT, "")
    try:
        name = issuer.who_came_back(request)
    except issuer.NotVouched:
        return _say(request, UNREACHABLE)
    account = authenticate(request, vouched_for=name)
    if account is None:
        paused = getattr(request, "sign_in_is_paused", False)
        return _say(request, PAUSED % {"minutes": settings.SIGN_IN_PAUSE_MINUTES} if paused else UNKNOWN)
    begin_session(request, account, by=settings.SIGN_IN_ISSUER["name"])
    request.session[issuer.VOUCHED] = True
    return HttpResponseRedirect(_onwards(request, wanted))


def _onwards(request, wanted: str) -> str:
    """Where one was going, or to the own desk: as after signing in by password."""
    view = SignInView()
    view.setup(request)
    request.GET = request.GET.copy()
    request.GET[RedirectURLMixin.redirect_field_name] = wanted
    return view.get_success_url()


def _say(request, sentence) -> HttpResponseRedirect:
    messages.error(request, sentence)
    return HttpResponseRedirect(reverse("portal:sign_in"))


def _require_on() -> None:
    if not issuer.is_on():
        raise Http404
