"""Which version of a page an editor's form was opened with, and what was saved since by somebody else."""

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, Revision

from cms.core.values import shown

# Sent once the editor was told what stands there now: the version that may be written over.
AGAINST = "against"
# In which the editor sends the two parts of `version_of`.
LOADED = ("loaded_revision_id", "loaded_revision_created_at")


class AgainstField(forms.CharField):
    """What nobody typed, hence no change of the page."""

    widget = forms.HiddenInput

    def __init__(self):
        super().__init__(required=False)

    def has_changed(self, initial, data) -> bool:
        return False


def version_of(revision: Revision) -> str:
    """An autosave keeps its revision and moves its time."""
    return f"{revision.pk} {revision.created_at.isoformat()}"


def opened_with(page: Page) -> list[tuple[str, str]]:
    """What a form says of the version it was opened with, were it opened now."""
    return [*zip(LOADED, version_of(page.get_latest_revision()).split(), strict=True)]


def newer_version(data, page: Page) -> Revision | None:
    """The newest words of `page`, where whoever sends this form has not seen them."""
    newest = Page.objects.get(pk=page.pk).get_latest_revision() if page.pk else None
    if newest is None or data.get(AGAINST) == version_of(newest):
        return None
    if own_autosave := data.get("overwrite_revision_id"):
        return newest if own_autosave != str(newest.pk) else None
    opened = " ".join(str(data.get(name)) for name in LOADED)
    return newest if opened != version_of(newest) else None


def offer_again(form, newest: Revision) -> None:
    """Say what stands there now and by whom; saving once more is a decision, not an accident."""
    told = {"who": newest.user or _("系统"), "when": f"{localtime(newest.created_at):%m月%d日 %H:%M}"}
    page = newest.as_object()
    form.data = form.data.copy()
    form.data[AGAINST] = version_of(newest)
    form.add_error(None, _("您打开这一页之后，%(who)s在%(when)s保存了新的内容，您填写的还没有保存。") % told)
    for name, typed in list(form.cleaned_data.items()):
        kind = next((each for each in page._meta.concrete_fields if each.name == name), None)
        if kind is None or typed == getattr(page, name):
            continue
        if isinstance(kind, RichTextField | StreamField):
            form.add_error(None, _("“%(field)s”与现在保存的不同。") % {"field": kind.verbose_name})
        else:
            form.add_error(name, _("现在保存的是“%(value)s”。") % {"value": shown(page, name) or _("空")})
    form.add_error(None, _("请核对（“历史”里可以看到那一版）；再次保存或提交，就以您填写的为准。"))
