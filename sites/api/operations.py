"""How an address of the interface is declared: read only, open to every page, its refusals in words."""

import functools
from collections.abc import Callable

from ninja import Router, Schema
from pydantic import ConfigDict

# Read by other sites' pages as well; nothing here is private.
OPEN = {"Access-Control-Allow-Origin": "*"}


class Told(Schema):
    """What is answered: these fields and no others."""

    model_config = ConfigDict(extra="forbid")


class Error(Told):
    error: str


class Refused(Exception):
    """An answer in words in place of data; `wait` is after how many seconds to come back."""

    def __init__(self, status: int, sentence: str, *, wait: int = 0):
        super().__init__(sentence)
        self.status, self.sentence, self.wait = status, sentence, wait


def for_every_page(view: Callable) -> Callable:
    """Decorates an answer that other sites' pages may read as well."""

    @functools.wraps(view)
    def opened(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        for name, value in OPEN.items():
            response[name] = value
        return response

    return opened


def reads(router: Router, path: str, *, name: str, **options) -> Callable:
    """Decorates an operation: it answers GET, which the description tells of, and HEAD."""

    def declare(operation):
        options["url_name"] = name
        router.api_operation(["GET"], path, operation_id=name, **options)(operation)
        unlisted = {"operation_id": f"{name}_head", "include_in_schema": False}
        router.api_operation(["HEAD"], path, **unlisted, **options)(operation)
        return operation

    return declare
