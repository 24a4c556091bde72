from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm
from wagtail.blocks import BlockField

from cms.campaigns.forms.versions import AgainstField, newer_version, offer_again, opened_with
from cms.core.personal_data import personal_numbers_in, without_personal_numbers


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

    def get_field_updates_for_resave(self):
        # Whoever goes on in this form wrote what it has just saved by itself.
        return [*super().get_field_updates_for_resave(), *opened_with(self.instance)]

    def _post_clean(self):
        unreadable = set(self._errors)
        super()._post_clean()
        # Also what stood there before it was looked for: these words are to be read by the public.
        for field, sentences in personal_numbers_in(self.instance).items():
            if field in unreadable:
                continue
            if isinstance(self.fields.get(field), BlockField):
                # Which shows the first thing that is said of it.
                self._errors.pop(field, None)
                self.add_error(field, "".join(sentences))
            elif field not in self._errors:
                self.add_error(field if field in self.fields else None, sentences)


class ReviewedCopyForm(CopyForm):
    """A copy is a draft, neither published with its original nor bound to follow it; no number is copied."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for door in ("publish_copies", "alias"):
            self.fields.pop(door, None)

    def clean(self):
        cleaned = super().clean()
        # The page of copying shows what is said of a field, and nothing else.
        if self.data.get("publish_copies") or self.data.get("alias"):
            self.add_error(
                "new_title", _("副本先是草稿，须经初审、复审、终审通过后才能发布；也不能建立镜像页。")
            )
        for page in self._copied_pages(bool(cleaned.get("copy_subpages"))):
            self._refuse_personal_numbers(page, cleaned if page.pk == self.page.pk else {})
        return cleaned

    def _copied_pages(self, with_subpages: bool):
        pages = self.page.get_descendants(inclusive=True) if with_subpages else [self.page]
        for page in pages:
            yield page.specific
            yield page.get_latest_revision_as_object()

    def _refuse_personal_numbers(self, page, renamed: dict) -> None:
        name = without_personal_numbers(page.title)
        for field in ("title", "slug"):
            setattr(page, field, renamed.get(f"new_{field}") or getattr(page, field))
        for field, sentences in personal_numbers_in(page).items():
            is_asked = renamed and f"new_{field}" in self.fields
            place = f"new_{field}" if is_asked else "new_title"
            told = [sentence if is_asked else f"“{name}”：{sentence}" for sentence in sentences]
            self.add_error(place, [each for each in told if each not in self.errors.get(place, [])])
