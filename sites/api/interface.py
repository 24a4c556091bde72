"""The interface as a whole, and its description, which is made from the operations themselves."""

from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import ValidationError

from sites.api.operations import OPEN, Refused
from sites.api.reading import Reader, counted
from sites.api.views import certificates, datasets, files, search

TITLE = "知法开放接口"
ABOUT = (
    "公开网页上的数据，供程序读取：只读，不含任何个人号码；名册只有同意公开的人。"
    "列表按游标翻页：沿 next 的地址读到 null 为止。"
    "回答带 ETag，下次以 If-None-Match 询问，没有变化时返回 304。"
    f"没有密钥的每个地址每分钟至多 {Reader.PER_MINUTE} 次，超过时返回 429 与 Retry-After；"
    "要读得更多，请向普法办申请密钥，放在 X-API-Key 里。"
)
interface = NinjaAPI(
    title=TITLE,
    version="1",
    description=ABOUT,
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
)
interface.add_router("", search.router)
interface.add_router("", certificates.router)
interface.add_router("v1/", datasets.router, auth=counted)
interface.add_router("v1/files/", files.router, auth=counted)


@interface.exception_handler(Refused)
def _refused(request, error: Refused) -> HttpResponse:
    headers = OPEN | ({"Retry-After": str(error.wait)} if error.wait else {})
    return _say(error.sentence, error.status, headers)


@interface.exception_handler(ValidationError)
def _unreadable(request, error: ValidationError) -> HttpResponse:
    names = dict.fromkeys(str(each["loc"][-1]) for each in error.errors)
    return _say(f"参数无法识别：{'、'.join(names)}。请对照 /api/openapi.json 改正。", 422)


@interface.exception_handler(Http404)
def _absent(request, error: Http404) -> HttpResponse:
    return _say("没有这个地址，或者它已经不再公开。", 404)


def _say(sentence: str, status: int, headers=OPEN) -> HttpResponse:
    return JsonResponse({"error": sentence}, status=status, headers=headers)


@require_safe
def description(request):
    """The OpenAPI description of these addresses, as of this site."""
    described = interface.get_openapi_schema(path_prefix="/api/")
    described["servers"] = [{"url": request.build_absolute_uri("/").rstrip("/")}]
    options = {"ensure_ascii": False, "indent": 1}
    return JsonResponse(described, json_dumps_params=options, headers=OPEN)
