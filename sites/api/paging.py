"""Pages by cursor: what is added or withdrawn meanwhile neither doubles a row nor skips one."""

from typing import Annotated

from ninja import Schema
from ninja.errors import ValidationError
from ninja.pagination import CursorPagination
from pydantic import Field

from sites.api.datasets import Dataset
from sites.api.operations import Refused

PAGE_SIZE, MAX_PAGE_SIZE = 50, 200
UNREADABLE = "cursor 无法识别：请原样使用上一页回答里 next 的地址。"


class ByCursor(CursorPagination):
    """Rows of a dataset in the order in which their records were made."""

    class Input(Schema):
        page_size: int | None = Field(None, description=f"一页几条，至多 {MAX_PAGE_SIZE}", ge=1)
        cursor: str | None = Field(None, description="从哪里接着读：上一页的 next 里有")

    class Cursor(CursorPagination.Cursor):
        p: Annotated[int, Field(ge=0, lt=2**63)] | None = None

        @classmethod
        def from_encoded_param(cls, encoded_param, context=None):
            try:
                return super().from_encoded_param(encoded_param, context)
            except (ValidationError, ValueError) as error:
                raise Refused(422, UNREADABLE) from error

    def __init__(self, dataset: Dataset):
        super().__init__(ordering=("pk",), page_size=PAGE_SIZE, max_page_size=MAX_PAGE_SIZE)
        self.dataset = dataset

    def _get_position(self, item) -> int:
        return item.pk

    def paginate_queryset(self, queryset, pagination, request, **params):
        page = super().paginate_queryset(queryset, pagination, request, **params)
        base = request.build_absolute_uri("/").rstrip("/")
        return {**page, "results": self.dataset.told(page["results"], base)}
