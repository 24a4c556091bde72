from wagtail.admin.forms import WagtailAdminPageForm


class PublicPageForm(WagtailAdminPageForm):
    """Says why a page cannot be published beside what the editor typed, instead of losing it."""

    def clean(self):
        cleaned = super().clean()
        if "action-publish" in self.data:
            self.add_error(None, "请点“提交审核”：须经初审、复审、终审通过后才能发布。")
        return cleaned
