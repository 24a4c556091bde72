"""What a column of a record is called, in Chinese, however the column is reached."""

from django.contrib.admin.utils import label_for_field
from django.db.models import Model


def label_at(model: type[Model], path: str) -> str:
    """The name of what `path` leads to: a field, the words of a choice, a field of a record it points to."""
    *way, name = path.split(".")
    for step in way:
        model = model._meta.get_field(step).related_model
    if name.startswith("get_") and name.endswith("_display"):
        name = name.removeprefix("get_").removesuffix("_display")
    return str(label_for_field(name, model))
