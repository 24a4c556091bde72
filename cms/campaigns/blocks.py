"""What the body of a page is made of. Templates of blocks belong to the public site."""

import re

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock
from wagtail.rich_text.pages import PageLinkHandler

from cms.core.pickers import FindSelect
from search.chinese.numerals import typed_number

PREVIEW = "campaigns/blocks/preview.html"
PROSE_FEATURES = ["bold", "h3", "ol", "ul", "link", "document-link"]
_ARTICLE_REF = re.compile(r"\d{1,4}(-\d{1,2})?")


class LivePageLink(PageLinkHandler):
    """A link to a page, as the public follows it: one withdrawn or deleted leaves the words alone."""

    @classmethod
    def get_many(cls, attrs_list):
        return [page if page and page.live else None for page in super().get_many(attrs_list)]


def register_links(features) -> None:
    features.register_link_type(LivePageLink)


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        label = _("小标题")
        template = "campaigns/blocks/heading.html"
        preview_template = PREVIEW
        preview_value = "宪法与我们的一生"
        description = _("把正文分成几节。")


class ParagraphBlock(blocks.RichTextBlock):
    class Meta:
        icon = "pilcrow"
        label = _("段落")
        template = "campaigns/blocks/paragraph.html"
        preview_template = PREVIEW
        preview_value = "<p>从出生登记到入学，从工作到养老，宪法规定的权利就在日常生活里。</p>"
        description = _("正文的一段或几段，可含列表和链接。")


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("引文"))
    source = blocks.CharBlock(label=_("出处"), required=False)

    class Meta:
        icon = "openquote"
        label = _("引文")
        template = "campaigns/blocks/quote.html"
        preview_template = PREVIEW
        preview_value = {"text": "法律是治国之重器，良法是善治之前提。", "source": "示例出处"}
        description = _("突出一句话，并写明出处。")


class PictureBlock(blocks.StructBlock):
    image = ImageBlock(label=_("图片"))
    caption = blocks.CharBlock(label=_("图注"), required=False)

    class Meta:
        icon = "image"
        label = _("图片")
        template = "campaigns/blocks/picture.html"
        description = _("一张图片和它的图注。")


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("问"))
    answer = blocks.RichTextBlock(label=_("答"), features=PROSE_FEATURES)

    class Meta:
        icon = "help"
        label = _("问答")
        template = "campaigns/blocks/question.html"
        preview_template = PREVIEW
        preview_value = {
            "question": "楼上扔东西砸坏了车，该找谁？",
            "answer": "<p>先报警查清是谁。查不清时，由可能加害的建筑物使用人给予补偿。</p>",
        }
        description = _("一问一答，读者点开看答案。")


class LawChooserBlock(blocks.ChooserBlock):
    """Chooses a law from the imported list."""

    widget = FindSelect

    @cached_property
    def target_model(self):
        from cms.statutes.models import Law

        return Law

    def value_from_form(self, value):
        # An empty choice of a select is "", not None as of a chooser.
        return super().value_from_form(value or None)

    def get_form_state(self, value):
        # The list of chosen options, as the browser's side of a select wants it.
        return ["" if value is None else str(getattr(value, "pk", value))]


class StatuteBlock(blocks.StructBlock):
    """An article of law, shown with the text now in force. Unfinished, it is kept as a draft only."""

    law = LawChooserBlock(label=_("法规"), required=False)
    article = blocks.CharBlock(
        label=_("条"), required=False, help_text=_("只写数字：第1254条写 1254，第291条之二写 291-2。")
    )
    remark = blocks.TextBlock(label=_("说明"), required=False)

    class Meta:
        icon = "doc-full"
        label = _("法条")
        template = "campaigns/blocks/statute.html"
        description = _("引用一条法律，正文随法规库更新。")

    def clean(self, value):
        cleaned = super().clean(value)
        ref = cleaned["article"]
        if ref and not _ARTICLE_REF.fullmatch(ref):
            self._refuse_article(_("请只写条号数字，例如 1254 或 291-2。"))
        if ref and self._is_missing(cleaned):
            self._refuse_article(
                _("《%(law)s》现行文本里没有这一条，请核对条号。") % {"law": cleaned["law"].short_title}
            )
        return cleaned

    def problems(self, value) -> list[str]:
        """What is still to be filled in or mended before the public may read it."""
        if not value["law"]:
            return [_("没有选法规")]
        if not value["article"]:
            return [_("没有写条号")]
        return [_("所引的条文在现行文本里已经没有")] if self._is_missing(value) else []

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        context["article"] = self._article(value)
        return context

    def get_searchable_content(self, value):
        """Also the citation, in the words by which the search knows citations."""
        cited = f"《{value['law'].title}》第{value['article'].replace('-', '条之')}" if value["law"] else ""
        if cited and "之" not in cited.rpartition("》")[2]:
            cited += "条"
        return [text for text in (cited, *super().get_searchable_content(value)) if text]

    def _article(self, value):
        number, _dash, suffix = (value["article"] or "").partition("-")
        version = value["law"].current_version if value["law"] else None
        wanted = typed_number(number, None)
        if version is None or wanted is None:
            return None
        return version.articles.filter(number=wanted, suffix=typed_number(suffix)).first()

    def _is_missing(self, value) -> bool:
        """True where the law's text is held and has no such article."""
        return bool(value["law"] and value["law"].current_version) and self._article(value) is None

    def _refuse_article(self, message) -> None:
        raise blocks.StructBlockValidationError(block_errors={"article": ValidationError(message)})


class DownloadsBlock(blocks.ListBlock):
    def __init__(self, **kwargs):
        super().__init__(DocumentChooserBlock(label=_("文件")), **kwargs)

    class Meta:
        icon = "download"
        label = _("下载")
        template = "campaigns/blocks/downloads.html"
        description = _("供读者下载的文件。")


class CalloutBlock(blocks.RichTextBlock):
    class Meta:
        icon = "info-circle"
        label = _("提示")
        template = "campaigns/blocks/callout.html"
        preview_template = PREVIEW
        preview_value = "<p>需要法律帮助，可拨打 12348 公共法律服务热线。</p>"
        description = _("办事提示、求助渠道等需要醒目的一段。")


class BodyBlock(blocks.StreamBlock):
    """The body of a public page."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock(features=PROSE_FEATURES)
    quote = QuoteBlock()
    picture = PictureBlock()
    statute = StatuteBlock()
    question = QuestionBlock()
    callout = CalloutBlock(features=["bold", "link"])
    downloads = DownloadsBlock()

    def clean(self, value):
        try:
            return super().clean(value)
        except blocks.StreamBlockValidationError as error:
            # Named in English by Wagtail, and listed so beside what else is wrong with the page.
            error.message = _("有内容块需要改正。")
            raise

    class Meta:
        required = False
        block_counts = {}
