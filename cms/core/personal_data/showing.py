"""Personal numbers blotted out of whatever is shown or kept: values of lists, the trail, lines of the log."""

import logging
from typing import Any

from django.db.models import Model
from django.utils.safestring import SafeString, mark_safe

from cms.core.personal_data.finding import without_personal_numbers


def blotted(value: Any) -> Any:
    """`value` without personal numbers, in the same shape; a record that is called by one becomes text."""
    if isinstance(value, str):
        shown = without_personal_numbers(value)
        return mark_safe(shown) if isinstance(value, SafeString) else shown
    if isinstance(value, dict):
        return {blotted(key): blotted(held) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return [blotted(held) for held in value]
    if isinstance(value, Model):
        name = str(value)
        return value if (shown := without_personal_numbers(name)) == name else shown
    return value


class BlottedFormatter(logging.Formatter):
    """A line of the log without personal numbers, also in its arguments and traceback."""

    def format(self, record: logging.LogRecord) -> str:
        return without_personal_numbers(super().format(record))
