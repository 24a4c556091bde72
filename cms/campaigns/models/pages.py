"""Page types of the public site."""

from django.conf import settings
from django.db import models, transaction
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, WorkflowState

from cms.campaigns.blocks import PROSE_FEATURES, BodyBlock
from cms.campaigns.forms.pages import PublicPageForm, ReviewedCopyForm
from cms.campaigns.models import texts
from cms.campaigns.models.downloads import problems_of_downloads
from cms.campaigns.models.publicity import unreviewed
from cms.core.edge_panel import TouchingPanel
from cms.core.errors import RuleBroken
from cms.core.personal_data import (
    PublicTexts,
    find_personal_numbers,
    public_passages,
    refuse_personal_numbers,
)
from cms.core.pickers import FindCheckboxes
from cms.core.plausible import PlannedDay, can_be_a_year
from cms.core.writing import StaleRecord

COLUMN_TYPES = [
    "campaigns.TopicPage",
    "campaigns.CampaignPage",
    "campaigns.ArticlePage",
    "campaigns.CasePage",
    "campaigns.NoticePage",
    "campaigns.BrandPage",
]


class PublicPage(PublicTexts, Page):
    """What all page types share: a summary, a picture, no personal numbers, and review before publishing."""

    summary = models.TextField(
        _("摘要"), max_length=200, blank=True, help_text=_("一两句话，用在列表、搜索结果和分享里。")
    )
    picture = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("题图"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("没有合适的图片就留空，页面会用标题做成书封。"),
    )

    # Set with every publication: whether it was approved for few, so that it is not opened to all unread.
    published_in_private = models.BooleanField(default=False, editable=False)

    base_form_class = PublicPageForm
    copy_form_class = ReviewedCopyForm
    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("picture")]
    # Texts that an editor writes, in reading order; see cms.campaigns.models.texts.
    text_fields = ("title", "summary")
    # What the search calls it; "" is never found.
    search_kind = "page"
    # Whether it is news, or a place where news stands.
    is_entry = True
    # What stands beside them: in the address, in lists of search engines, in menus.
    public_texts = ("title", "slug", "seo_title", "search_description", "summary")

    class Meta:
        abstract = True

    def publishing_problems(self) -> list[str]:
        """What stands between this wording and the public, in words for the editor; [] when nothing does."""
        numbers = [
            f"{passage.where}里有{number.kind} {number.masked}，请删去后再发布。"
            for passage in public_passages(self)
            for number in find_personal_numbers(passage.text)
        ]
        return [*problems_of_downloads(self), *numbers, *texts.gaps(self)]

    @transaction.atomic
    def publish(self, revision, user=None, **kwargs):
        """Publish words that passed their review; RuleBroken, and nothing changed, while anything is amiss.

        The system itself, `user` None, needs the review as everybody does.
        """
        problems = [*unreviewed(revision), *revision.as_object().publishing_problems()]
        is_news = not self.live or self.live_revision_id != revision.pk
        if is_news and problems:
            raise RuleBroken(problems)
        return super().publish(revision, user=user, **kwargs)

    @transaction.atomic
    def save_revision(self, user=None, *args, overwrite_revision=None, **kwargs):
        """Save words as a revision. Those under review are never overwritten; their review begins anew.

        RuleBroken where they hold a personal number, StaleRecord when others were saved since they were read.
        """
        refuse_personal_numbers(self)
        held = Page.objects.select_for_update().get(pk=self.pk)
        if held.latest_revision_id != self.latest_revision_id:
            raise StaleRecord
        review = self.workflow_states.filter(status=WorkflowState.STATUS_IN_PROGRESS).first()
        if review:
            overwrite_revision = None
        revision = super().save_revision(user, *args, overwrite_revision=overwrite_revision, **kwargs)
        if review:
            review.refresh_from_db()
            review.current_task_state.specific.cancel(user=user)
        return revision


class HomePage(PublicPage):
    """The first page of the site. What it shows is computed; editors order the columns below it."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = COLUMN_TYPES
    max_count = 1
    search_kind = ""
    is_entry = False
    template = "campaigns/home_page.html"

    class Meta:
        verbose_name = _("首页")


class TopicPage(PublicPage):
    """A column: an introduction and the pages below it, newest first."""

    parent_page_types = ["campaigns.HomePage", "campaigns.TopicPage"]
    subpage_types = COLUMN_TYPES
    is_entry = False
    template = "campaigns/topic_page.html"

    class Meta:
        verbose_name = _("栏目")


class CampaignPage(PublicPage):
    """A campaign (主题活动): its theme, its dates, where it goes, whom it is for, which laws it explains."""

    theme = models.CharField(_("主题"), max_length=120, blank=True, help_text=_("例如：学习宣传贯彻宪法"))
    intro = RichTextField(_("导语"), blank=True, features=["bold", "link"])
    starts_on = PlannedDay(_("开始日期"))
    ends_on = PlannedDay(_("结束日期"))
    settings = ParentalManyToManyField(
        "campaigns.Setting", verbose_name=_("进入场所"), blank=True, related_name="campaigns"
    )
    audiences = ParentalManyToManyField(
        "campaigns.Audience", verbose_name=_("普法对象"), blank=True, related_name="campaigns"
    )
    laws = ParentalManyToManyField(
        "statutes.Law", verbose_name=_("相关法规"), blank=True, related_name="campaigns"
    )
    body = StreamField(BodyBlock(), verbose_name=_("正文"), blank=True)

    parent_page_types = ["campaigns.HomePage", "campaigns.TopicPage"]
    subpage_types = ["campaigns.ArticlePage", "campaigns.CasePage", "campaigns.NoticePage"]
    template = "campaigns/campaign_page.html"
    text_fields = ("title", "theme", "summary", "intro", "body")
    public_texts = (*PublicPage.public_texts, "theme", "intro", "body")
    search_kind = "campaign"
    content_panels = [
        *Page.content_panels,
        FieldPanel("theme"),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")], heading=_("起止日期")),
        FieldPanel("summary"),
        FieldPanel("picture"),
        FieldPanel("intro"),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("settings", widget=CheckboxSelectMultiple),
                FieldPanel("audiences", widget=CheckboxSelectMultiple),
            ],
            heading=_("场所与对象"),
        ),
        FieldPanel("laws", widget=FindCheckboxes, classname="long-choice"),
        TouchingPanel(),
    ]

    class Meta:
        verbose_name = _("主题活动")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="campaign_ends_after_start",
                violation_error_message=_("结束日期不能早于开始日期。"),
            )
        ]


class ArticlePage(PublicPage):
    """An article: news, a reading, an explanation."""

    source = models.CharField(_("来源"), max_length=80, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("正文"), blank=True)

    parent_page_types = ["campaigns.HomePage", "campaigns.TopicPage", "campaigns.CampaignPage"]
    subpage_types = []
    template = "campaigns/article_page.html"
    text_fields = ("title", "summary", "source", "body")
    public_texts = (*PublicPage.public_texts, "source", "body")
    content_panels = [*PublicPage.content_panels, FieldPanel("source"), FieldPanel("body"), TouchingPanel()]

    class Meta:
        verbose_name = _("文章")


class CasePage(PublicPage):
    """A case explainer (以案释法): what happened, what was decided, which law says so.

    It becomes public only after a reviewer has confirmed that this exact wording names nobody.
    """

    facts = RichTextField(_("案情"), features=PROSE_FEATURES)
    outcome = RichTextField(_("处理结果"), features=PROSE_FEATURES, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("释法"), blank=True)
    source = models.CharField(_("供稿单位"), max_length=80, blank=True)
    laws = ParentalManyToManyField(
        "statutes.Law", verbose_name=_("相关法规"), blank=True, related_name="case_pages"
    )

    parent_page_types = ["campaigns.HomePage", "campaigns.TopicPage", "campaigns.CampaignPage"]
    subpage_types = []
    template = "campaigns/case_page.html"
    text_fields = ("title", "summary", "facts", "outcome", "body", "source")
    public_texts = (*PublicPage.public_texts, "facts", "outcome", "body", "source")
    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("facts"),
        FieldPanel("outcome"),
        FieldPanel("body"),
        FieldPanel("source"),
        FieldPanel("laws", widget=FindCheckboxes, classname="long-choice"),
        TouchingPanel(),
    ]

    class Meta:
        verbose_name = _("以案释法")

    @property
    def is_anonymised(self) -> bool:
        """True when a reviewer confirmed this exact wording."""
        return (
            self.pk is not None
            and self.anonymisation_checks.filter(fingerprint=texts.fingerprint(self)).exists()
        )

    def publishing_problems(self) -> list[str]:
        problems = super().publishing_problems()
        if not self.is_anonymised:
            problems.append(str(_("须由审核员确认已隐去当事人身份；改动文字后要重新确认。")))
        return problems


class NoticePage(PublicPage):
    """An official notice (公告、公示), with its number and who issues it."""

    number = models.CharField(_("文号"), max_length=60, blank=True)
    issued_by = models.CharField(_("发布单位"), max_length=80, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("正文"), blank=True)

    parent_page_types = ["campaigns.HomePage", "campaigns.TopicPage", "campaigns.CampaignPage"]
    subpage_types = []
    template = "campaigns/notice_page.html"
    text_fields = ("title", "summary", "number", "issued_by", "body")
    public_texts = (*PublicPage.public_texts, "number", "issued_by", "body")
    content_panels = [
        *Page.content_panels,
        FieldPanel("number"),
        FieldPanel("issued_by"),
        FieldPanel("summary"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("公告")


class BrandPage(PublicPage):
    """A brand of legal culture (法治文化品牌): what it stands for, whose it is; its series come to it."""

    host = models.ForeignKey(
        "agencies.Agency",
        verbose_name=_("主办单位"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="brands",
    )
    since = models.PositiveSmallIntegerField(
        _("始于哪一年"), null=True, blank=True, validators=[can_be_a_year]
    )
    body = StreamField(BodyBlock(), verbose_name=_("正文"), blank=True)

    parent_page_types = ["campaigns.HomePage", "campaigns.TopicPage"]
    subpage_types = ["campaigns.ArticlePage"]
    # No news itself: what it holds is.
    is_entry = False
    template = "campaigns/brand_page.html"
    text_fields = ("title", "summary", "body")
    public_texts = (*PublicPage.public_texts, "body")
    content_panels = [
        *PublicPage.content_panels,
        FieldRowPanel([FieldPanel("host"), FieldPanel("since")]),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("法治文化品牌")
