from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Site

from cms.campaigns.models import SiteProfile
from cms.core.papers.card import card_png
from cms.core.papers.pdf import NoChineseTypeface
from sites.public.passing_on import title_on

A_YEAR = 31_536_000


@require_safe
@cache_control(public=True, max_age=A_YEAR, immutable=True)
def card(request, signed):
    """A title on our card. The address is made by our own pages alone, and never shows anything else."""
    title = title_on(signed)
    if title is None:
        raise Http404
    try:
        drawn = card_png(title, _speaker(request))
    except NoChineseTypeface as error:
        raise Http404(_("本机没有中文字体。")) from error
    return HttpResponse(drawn, "image/png")


def _speaker(request) -> str:
    site = Site.find_for_request(request)
    return SiteProfile.for_site(site).organiser if site else ""
