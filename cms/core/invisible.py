"""Characters nobody sees. What only takes up no room is taken out; what turns a text around is refused.

Both are asked in one place for all: every form of one text, and every field of every model that holds one.
"""

import re

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

# Of no width and no meaning: they come along when something is copied from a page or a document.
_EMPTY = re.compile("[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u2060-\u2064\u3164\ufeff\uffa0]")
# The joiner makes one picture of several; between letters it is nothing.
_IDLE_JOINER = re.compile("(?<![\u200d\ufe0f\U0001f000-\U0001faff\u2600-\u27bf])\u200d")
# What turns the order of reading, and controls of machines that are no break of a line.
_TURNING = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f"
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f\ufff9-\ufffb\U000e0000-\U000e007f]"
)
BEFORE = 6


def without_empty(text: str) -> str:
    """`text` without the characters that stand in it for nothing."""
    return _IDLE_JOINER.sub("", _EMPTY.sub("", text))


def only_seen(text: str) -> str:
    """`text` without anything that nobody sees."""
    return _TURNING.sub("", without_empty(text))


def refuse_turning(value) -> None:
    """Refuse text that reads otherwise than it is stored, naming the character and what it stands behind."""
    found = _TURNING.search(value) if isinstance(value, str) else None
    if found:
        told = {
            "where": without_empty(value[max(0, found.start() - BEFORE) : found.start()]),
            "code": f"U+{ord(found[0]):04X}",
        }
        raise ValidationError(
            _("“%(where)s”后面有看不见的控制字符（%(code)s），会使文字显示错乱。请删去这几个字，重新输入。")
            if told["where"]
            else _("开头有看不见的控制字符（%(code)s），会使文字显示错乱。请删去，重新输入。"),
            params=told,
        )


def refuse_invisible(value) -> None:
    """Refuse also what a form would have taken out: a line of text is stored as it is seen."""
    refuse_turning(value)
    if isinstance(value, str) and value != without_empty(value):
        raise ValidationError(_("有看不见的字符，请删去后重新输入。"))


def take_over() -> None:
    """Have every form clean its texts, and every model refuse what no form has cleaned."""
    as_before = forms.CharField.to_python

    def to_python(field, value):
        text = as_before(field, value)
        return text if text in field.empty_values else without_empty(text)

    forms.CharField.to_python = to_python
    forms.CharField.default_validators = [*forms.CharField.default_validators, refuse_turning]
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, models.CharField):
                field.validators.append(refuse_invisible)
            elif isinstance(field, models.TextField):
                field.validators.append(refuse_turning)
    ProhibitNullCharactersValidator.message = _("有看不见的空字符（U+0000），请删去后重新输入。")
