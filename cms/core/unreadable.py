"""What was sent and is no number, date or key where one is wanted: the sender's mistake, no fault of ours.

The frameworks turn some of it into a page without a word, and some into an exception that quotes the value.
"""

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.signing import BadSignature
from django.db import DataError, IntegrityError
from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import gettext as _

# Whoever raises these was given something by hand, or cut on the way.
_ALWAYS = (OverflowError, MultiValueDictKeyError, DataError, BadSignature, ValidationError)
_WHERE_QUOTED = (ValueError, TypeError, LookupError, NoReverseMatch, IntegrityError)
# What Python and the databases say of a number of thousands of digits and of the empty byte.
_UNQUOTED = ("integer string conversion", "NUL (0x00)", "datatype mismatch")
# Python quotes two hundred characters of a long value; a person knows it by fewer.
QUOTED, SHOWN = 100, 40


def what_is_unreadable(request: HttpRequest, exception: Exception) -> list[str]:
    """Sentences for the sender; [] where the exception is not about what the request sent."""
    if isinstance(exception, ValidationError):
        return exception.messages
    if isinstance(exception, _ALWAYS):
        return [_("提交的内容不完整，或有数字超出范围。请返回原页面，刷新后重新填写。")]
    sent = [
        (name, value) for data in (request.GET, request.POST) for name, each in data.lists() for value in each
    ]
    if sent and isinstance(exception, ObjectDoesNotExist) and type(exception).__name__ == "DoesNotExist":
        return [_("要找的记录不在了，或从来没有。请返回原页面，刷新后重新选择。")]
    if not isinstance(exception, _WHERE_QUOTED):
        return []
    said = str(exception)
    quoted = [
        (name, value)
        for name, value in sent
        if repr(value)[:QUOTED] in said or value == getattr(exception, "doc", None)
    ]
    if quoted:
        return [
            _("“%(name)s”的值“%(value)s”不是这里要的数字、日期或编号。请返回原页面重新选择或填写。")
            % {"name": name, "value": value[:SHOWN]}
            for name, value in quoted[:1]
        ]
    is_known = any(each in said for each in _UNQUOTED) or any(said == repr(name) for name, _value in sent)
    return [_("提交的内容里有平台读不懂的值。请返回原页面，刷新后重新填写。")] if is_known else []
