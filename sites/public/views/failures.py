"""What a person sees when a page cannot be made."""

import sys

from django.template import loader
from django.views import defaults
from django.views.decorators.csrf import requires_csrf_token

from cms.core.outages import sentence_of


@requires_csrf_token
def server_error(request):
    """503 while the surroundings fail, which passes; 500 for an error of the program."""
    if sentence_of(sys.exc_info()[1]) is None:
        return defaults.server_error(request)
    response = defaults.HttpResponseServerError(loader.get_template("503.html").render(), status=503)
    response["Retry-After"] = "30"
    return response
