from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm

from cms.campaigns.forms.versions import AgainstField, newer_version, offer_again


class PublicPageForm(WagtailAdminPageForm):
    """Says why a page cannot be saved or published beside what the editor typed, instead of losing it."""

    against = AgainstField()

    def clean(self):
        cleaned = super().clean()
        if "action-publish" in self.data:
            self.add_error(None, _("请点“提交审核”：须经初审、复审、终审通过后才能发布。"))
        if "action-workflow-action" in self.data and self.has_changed():
            self.add_error(
                None,
                _("您改动了内容，就成了撰写人，不能同时审核。请先保存草稿，由别人审核；或撤去改动后再审核。"),
            )
        if newest := newer_version(self.data, self.instance):
            offer_again(self, newest)
        return cleaned


class ReviewedCopyForm(CopyForm):
    """A copy is a draft: neither published with its original nor bound to follow it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for door in ("publish_copies", "alias"):
            self.fields.pop(door, None)

    def clean(self):
        cleaned = super().clean()
        if self.data.get("publish_copies") or self.data.get("alias"):
            self.add_error(None, _("副本先是草稿，须经初审、复审、终审通过后才能发布；也不能建立镜像页。"))
        return cleaned
