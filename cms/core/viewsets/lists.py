"""Lists of records, with what may be done to each and to several at once."""

import re
from copy import copy
from functools import reduce
from itertools import groupby
from operator import itemgetter, or_

from django.contrib.admin.utils import lookup_spawns_duplicates
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic

from cms.core.kept_filters import kept_filters, narrowing_of
from cms.core.labels import label_at
from cms.core.personal_data.showing import blotted
from cms.core.values import in_words
from cms.core.viewsets.rows import RuledLinksMixin
from search.chinese.pinyin import spells


class TickColumn(Column):
    """A box by which a row is chosen for the buttons above the list."""

    header_template_name = "core/admin/tick_header.html"
    cell_template_name = "core/admin/tick_cell.html"


class RuledIndexView(RuledLinksMixin, generic.IndexView):
    """Offers to write only the rows that may be written; a title leads to the page where one acts on it."""

    viewset = None
    title_leads_to_inspect = False

    def get_page_title(self):
        """As the menu calls it."""
        return self.viewset.menu_label

    def get_base_queryset(self):
        found = super().get_base_queryset()
        # Without a name it would follow every key there is.
        return found.select_related(*self.viewset.list_select_related or (None,))

    def get_heading(self, queryset, field):
        return str(self.export_headings.get(field) or label_at(queryset.model, field))

    def search_queryset(self, queryset):
        """A row stands once in the list, however many of its own rows the words are found in.

        Those are looked through by themselves: joined to it, every row would be made before it is judged.
        """
        spelled = self._with_names_spelled() if self.is_searching else []
        found = self._with_words(queryset)
        return found | queryset.filter(pk__in=spelled) if spelled else found

    def _with_names_spelled(self) -> list:
        """The keys of those with a name that the letters typed spell: by pinyin, initials, or both."""
        names, typed = self.viewset.spelled_names, self.search_query.strip().lower()
        if not names or len(typed) < 2 or not re.search("[a-z]", typed):
            return []
        return [
            pk
            for pk, *told in self.model._base_manager.values_list("pk", *names)
            if any(spells(typed, name, start) for name in told for start in range(len(name)))
        ]

    def _with_words(self, queryset):
        meta, words = self.model._meta, self.search_query
        many = [name for name in self.search_fields or [] if lookup_spawns_duplicates(meta, name)]
        if not self.is_searching or not many:
            return super().search_queryset(queryset)
        found = Q(pk__in=self._with_rows_that_say(words, many))
        for name in [name for name in self.search_fields if name not in many]:
            found |= Q((f"{name}__icontains", words))
        return queryset.filter(found)

    def _with_rows_that_say(self, words: str, names: list[str]):
        """The keys of those with a row, by one of the relations in `names`, in which the words stand."""
        found = Q()
        for relation, paths in groupby(sorted(name.split("__", 1) for name in names), itemgetter(0)):
            rows = self.model._meta.get_field(relation).related_model._base_manager.all()
            says = reduce(or_, (Q((f"{path}__icontains", words)) for _relation, path in paths))
            found |= Q((f"{relation}__in", rows.filter(says).values("pk")))
        return self.model._base_manager.filter(found).values("pk")

    @property
    def how_to_search(self) -> str:
        """By what the list is searched, for whom it found nothing."""
        ways = [_told_of(self.model, name) for name in self.search_fields or []]
        if self.viewset.spelled_names:
            ways.append(_("名称的拼音或首字母"))
        told = _("可以输入%(ways)s来查。") % {"ways": "、".join(dict.fromkeys(map(str, ways)))}
        return f"{told}{self.viewset.search_advice}"

    @property
    def steps_for_several(self) -> list[tuple[str, "object"]]:
        """The steps this account may take with several rows at once."""
        return [
            (name, step)
            for name, step in self.viewset.steps.items()
            if step.for_several and step.action.who(self.request.user)
        ]

    @property
    def columns(self):
        found = [_blotting(column) for column in super().columns]
        return [TickColumn("tick", label=_("选择")), *found] if self.steps_for_several else found

    def get_context_data(self, *args, **kwargs):
        kept = list(kept_filters(self.request.user, self.viewset.name))
        narrowing = narrowing_of(self.request.GET) if self.is_filtering else ""
        return super().get_context_data(
            *args,
            step_links=self._step_links(),
            how_to_search=self.how_to_search if self.is_searching else "",
            kept_filters=kept,
            narrowing=narrowing,
            # What is kept already may be given another name.
            kept_as=next((each.name for each in kept if each.query == narrowing), ""),
            **kwargs,
        )

    def _step_links(self) -> list[dict]:
        return [
            {"label": step.action.label, "url": self.viewset.step_url(name)}
            for name, step in self.steps_for_several
        ]

    def _get_title_column(self, field_name, column_class=TitleColumn, **kwargs):
        if self.title_leads_to_inspect:
            column_class = self._get_title_column_class(column_class)
            return self._get_custom_column(field_name, column_class, get_url=self.get_inspect_url, **kwargs)
        return super()._get_title_column(field_name, column_class, **kwargs)


def _blotting(column: Column) -> Column:
    """The column, its values in words and without personal numbers: free text of the office may hold them."""
    shown = copy(column)
    shown.get_value = lambda instance: blotted(_told(column.get_value(instance)))
    return shown


def _told_of(model, path: str) -> str:
    """What a field is called that the search looks into; of a name, whose it is."""
    way, _sep, name = path.rpartition("__")
    if name != "name" or not way:
        return label_at(model, path.replace("__", "."))
    own_rows = {each.name: each.related_model for each in model._meta.related_objects}
    return own_rows[way]._meta.verbose_name if way in own_rows else label_at(model, way.replace("__", "."))


def _told(value):
    return in_words(value) if isinstance(value, bool) else value


class DeskIndexView(RuledIndexView):
    """An index whose rows are acted upon rather than edited."""

    title_leads_to_inspect = True
