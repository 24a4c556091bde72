"""Plain tables of the office: no rules beyond who may write them, and which of their fields."""

from collections.abc import Callable
from typing import Any, Generic

from django.utils.translation import gettext_lazy as _

from cms.core.writing import Action, Record, write

LABELS = {"create": _("新增"), "change": _("修改"), "delete": _("删除")}


class Table(Generic[Record]):
    """The ways in which an account that `who` lets may write rows of a model: those it `offers`.

    A field that another action guards, such as a state, is not among `writes`.
    """

    def __init__(
        self,
        model: type[Record],
        who: Callable[[Any], bool],
        writes: tuple[str, ...] = (),
        *,
        offers: tuple[str, ...] = ("create", "change", "delete"),
    ):
        self.model = model
        self.writes = writes
        actions = {
            verb: Action[Record](f"{model._meta.label_lower}.{verb}", LABELS[verb], who, writes)
            for verb in offers
        }
        self.adds, self.changes, self.removes = map(actions.get, LABELS)

    def add(self, *, actor, **values) -> Record:
        """A new row; relations are among the values."""
        row = self.model()
        write(row, self.adds, values, actor=actor)
        return row
