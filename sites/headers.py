"""What every answer tells the browser: where code and styles may come from, and what may be kept."""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.utils.cache import add_never_cache_headers

# Pages for everybody and the portal: nothing inline, nothing from elsewhere.
PUBLIC_POLICY = {
    "default-src": [SELF],
    "img-src": [SELF, "data:"],
    "object-src": [NONE],
    "base-uri": [NONE],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
}
# The framework's admin starts date pickers and lists of forms with <script> in its templates, and its
# editor sets style attributes; handlers in attributes it does not need.
OFFICE_POLICY = {
    **PUBLIC_POLICY,
    "script-src": [SELF, UNSAFE_INLINE],
    "script-src-attr": [NONE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "base-uri": [SELF],
}
OFFICE = "/office/"
FEATURES = (
    "accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope",
    "magnetometer", "microphone", "midi", "payment", "usb",
)  # fmt: skip
# The same for everybody, and large: the framework's icons and words.
NOT_PERSONAL = {"wagtailadmin_sprite", "wagtailadmin_javascript_catalog"}


def permissions_policy(allowed: str = "") -> str:
    """Nothing of the device, but for what one page needs."""
    return ", ".join(f"{feature}=({'self' if feature == allowed else ''})" for feature in FEATURES)


class HeadersMiddleware(CSPMiddleware):
    def get_policy_parts(self, request, response, report_only=False):
        if report_only:
            return PolicyParts()
        policy = OFFICE_POLICY if request.path.startswith(OFFICE) else PUBLIC_POLICY
        return PolicyParts(config=policy, update=getattr(response, "_csp_update", None))

    def process_response(self, request, response):
        response.headers.setdefault("Permissions-Policy", permissions_policy())
        if is_personal(request):
            add_never_cache_headers(response)
        return super().process_response(request, response)


def is_personal(request) -> bool:
    """Whether the answer is for the asker alone: a desk, the answer to a form, a page that knows them."""
    match = request.resolver_match
    if match is not None and match.view_name in NOT_PERSONAL:
        return False
    if request.path.startswith(settings.PERSONAL_PREFIXES) or request.method not in ("GET", "HEAD"):
        return True
    # Looked at while the page was made, and found to be somebody.
    known = getattr(request, "_cached_user", None)
    return known is not None and known.is_authenticated
