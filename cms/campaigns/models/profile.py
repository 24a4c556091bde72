from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from cms.core.personal_data import PublicTexts


@register_setting(icon="home")
class SiteProfile(PublicTexts, BaseSiteSetting):
    """What a government site must state about itself at the foot of every page. Empty lines are not shown."""

    organiser = models.CharField(_("主办单位"), max_length=80, blank=True)
    contact = models.CharField(
        _("联系方式"), max_length=120, blank=True, help_text=_("办公电话、地址或邮箱。")
    )
    site_code = models.CharField(_("网站标识码"), max_length=20, blank=True)
    icp_number = models.CharField(_("ICP备案号"), max_length=40, blank=True)
    police_number = models.CharField(_("公安备案号"), max_length=60, blank=True)
    report_url = models.CharField(
        _("“我要找错”地址"), max_length=200, blank=True, validators=[URLValidator()]
    )

    # The nation's, until the place has one of its own.
    hotline = models.CharField(
        _("公共法律服务热线"),
        max_length=20,
        default="12348",
        db_default="12348",
        validators=[RegexValidator(r"^[0-9][0-9-]{2,}$", _("请只写数字和“-”，例：12348。"))],
        help_text=_("写在各页“也可以拨打”之后。"),
    )
    legal_service_url = models.CharField(
        _("12348 法律服务网地址"), max_length=200, blank=True, db_default="", validators=[URLValidator()]
    )
    city_service_name = models.CharField(
        _("政务服务平台名称"), max_length=40, blank=True, db_default="", help_text=_("例：一网通办。")
    )
    city_service_url = models.CharField(
        _("政务服务平台地址"), max_length=200, blank=True, db_default="", validators=[URLValidator()]
    )

    public_texts = (
        "organiser",
        "contact",
        "site_code",
        "icp_number",
        "police_number",
        "report_url",
        "hotline",
        "legal_service_url",
        "city_service_name",
        "city_service_url",
    )

    panels = [
        MultiFieldPanel([FieldPanel("organiser"), FieldPanel("contact")], heading=_("单位")),
        MultiFieldPanel(
            [
                FieldPanel("site_code"),
                FieldPanel("icp_number"),
                FieldPanel("police_number"),
                FieldPanel("report_url"),
            ],
            heading=_("标识与备案"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("hotline"),
                FieldPanel("legal_service_url"),
                FieldPanel("city_service_name"),
                FieldPanel("city_service_url"),
            ],
            heading=_("通往别的平台"),
        ),
    ]

    class Meta:
        verbose_name = _("网站信息")
        verbose_name_plural = _("网站信息")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
