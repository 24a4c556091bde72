from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from sites.public.size import SIZES, STANDARD, keep_size


# Without a token, so that every page is the same for everybody; nobody gains by making letters large.
@csrf_exempt
@require_POST
def choose_size(request):
    """Keep the size the visitor chose and go back to where they were."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    size = request.POST.get("size", STANDARD)
    keep_size(response, size if size in SIZES else STANDARD)
    return response
