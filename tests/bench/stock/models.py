from django.db import models
from wagtail import blocks
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page
from wagtail.snippets.models import register_snippet


def _picture():
    return models.ForeignKey(
        "wagtailimages.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )


def _section():
    return models.ForeignKey(Page, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock()
    caption = blocks.CharBlock(required=False)
    attribution = blocks.CharBlock(required=False)

    class Meta:
        template = "stock/picture_block.html"


class HeadingBlock(blocks.StructBlock):
    heading_text = blocks.CharBlock()
    size = blocks.ChoiceBlock(choices=[("h2", "H2"), ("h3", "H3")])

    class Meta:
        template = "stock/heading_block.html"


BODY = [
    ("heading", HeadingBlock()),
    ("paragraph", blocks.RichTextBlock()),
    ("picture", PictureBlock()),
    ("quote", blocks.BlockQuoteBlock()),
]


class HomePage(Page):
    image, promo_image = _picture(), _picture()
    hero_text = models.CharField(max_length=255)
    hero_cta = models.CharField(max_length=255)
    hero_cta_link = _section()
    promo_title = models.CharField(max_length=255)
    promo_text = RichTextField()
    body = StreamField(BODY)
    first_title = models.CharField(max_length=255)
    second_title = models.CharField(max_length=255)
    first, second = _section(), _section()

    template = "stock/home_page.html"


class ListPage(Page):
    introduction = models.TextField(blank=True)
    image = _picture()

    def children(self):
        return self.get_children().specific().live()


class ItemPage(Page):
    introduction = models.TextField(blank=True)
    image = _picture()
    body = StreamField(BODY)


@register_snippet
class FooterText(models.Model):
    body = RichTextField()


@register_setting
class SocialSettings(BaseGenericSetting):
    title_suffix = models.CharField(max_length=255, default="stock")
