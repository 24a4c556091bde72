"""A long list of choices is found by writing: by characters, pinyin, initials or number.

The widgets are the framework's own with a word to find each choice by; `core/pickers.js` puts a box to
write in above a list of more than twenty. Without the script the whole list is there.
"""

from functools import lru_cache

from django import forms

from search.chinese.pinyin import syllables

SCRIPT = "core/pickers.js"
# Numbers by which a record is known, where it has one.
KNOWN_BY = ("code", "number", "key")


class FindMixin:
    class Media:
        js = [SCRIPT]

    def create_option(self, name, value, label, *args, **kwargs):
        option = super().create_option(name, value, label, *args, **kwargs)
        if not str(value):
            return option
        record = getattr(value, "instance", None)
        numbers = [str(getattr(record, each, "")) for each in KNOWN_BY]
        option["attrs"]["data-find"] = " ".join(filter(None, [*_spoken(str(label)), *numbers]))
        return option


@lru_cache(maxsize=5000)
def _spoken(label: str) -> tuple[str, str]:
    spoken = syllables(label)
    return "".join(spoken), "".join(each[:1] for each in spoken)


class FindSelect(FindMixin, forms.Select):
    pass


class FindCheckboxes(FindMixin, forms.CheckboxSelectMultiple):
    pass


# What the framework gives a key and a relation of many, and what is offered instead.
INSTEAD = {
    forms.Select: FindSelect,
    forms.SelectMultiple: FindCheckboxes,
    forms.CheckboxSelectMultiple: FindCheckboxes,
}


def let_find(form: forms.BaseForm) -> None:
    """Have every list of records in the form found by writing."""
    for field in form.fields.values():
        other = INSTEAD.get(type(field.widget)) if isinstance(field, forms.ModelChoiceField) else None
        if other:
            kept = field.widget
            field.widget = other(attrs=kept.attrs)
            field.widget.is_required, field.widget.choices = kept.is_required, field.choices
