from django.conf import settings
from django.contrib.admin import display
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from cms.core.coordinates import CoordinateSystem
from cms.core.models import TimeStampedModel
from cms.core.opening_hours import read_special
from cms.core.personal_data import PublicTexts
from cms.core.plausible import PastDay, month_or_year_has_come
from cms.places.enums import COMMUNITY_KINDS, SUBDISTRICT_KINDS, PlaceKind, ServiceTier, VenueLevel

# What a place of each kind may stand under. An area (片区) cuts across: communities join it by membership.
PARENT_KINDS = {
    PlaceKind.DISTRICT: (),
    PlaceKind.SUBDISTRICT: (PlaceKind.DISTRICT,),
    PlaceKind.TOWN: (PlaceKind.DISTRICT,),
    PlaceKind.AREA: (PlaceKind.DISTRICT, *SUBDISTRICT_KINDS),
    PlaceKind.NEIGHBOURHOOD: SUBDISTRICT_KINDS,
    PlaceKind.VILLAGE: SUBDISTRICT_KINDS,
}


def can_be_a_tile_source(text: str) -> None:
    URLValidator(schemes=["https"])(text.replace("{", "").replace("}", ""))
    if missing := [name for name in ("{x}", "{y}", "{z}") if name not in text]:
        raise ValidationError(_("网址里还要有 %(names)s。"), params={"names": " ".join(missing)})


@register_setting(icon="crosshairs")
class PlaceSetting(PublicTexts, BaseGenericSetting):
    """What the office decides about places."""

    radius = models.PositiveSmallIntegerField(
        _("本区范围（公里）"),
        default=25,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
        help_text=_("离阵地、站点分布中心超过这个距离的坐标，导入时会请您核对。"),
    )

    coordinate_system = models.CharField(
        _("坐标系"),
        max_length=10,
        choices=CoordinateSystem,
        default=CoordinateSystem.GCJ02,
        db_default=CoordinateSystem.GCJ02,
        help_text=_("没有注明坐标系的经纬度，按这一种。从高德、腾讯地图上取的，是 GCJ-02。"),
    )

    tile_source = models.CharField(
        _("底图来源"),
        max_length=300,
        blank=True,
        db_default="",
        validators=[can_be_a_tile_source],
        help_text=_(
            "留空就不用底图，地图只有街镇轮廓，不向别的网站要任何东西。要用的，填瓦片网址，"
            "其中 {x} {y} {z} 是列、行、层级，须是墨卡托投影，如天地图的 vec_w。"
            "打开后，看地图的人的浏览器会向那个网站要图片。"
        ),
    )
    tile_system = models.CharField(
        _("底图的坐标系"),
        max_length=10,
        choices=CoordinateSystem,
        default=CoordinateSystem.WGS84,
        db_default=CoordinateSystem.WGS84,
        help_text=_("天地图是 WGS-84，高德、腾讯是 GCJ-02。"),
    )
    tile_credit = models.CharField(
        _("底图说明"), max_length=80, blank=True, db_default="", help_text=_("来源和审图号，写在图下。")
    )

    public_texts = ("tile_credit",)
    panels = [
        FieldPanel("radius"),
        FieldPanel("coordinate_system"),
        MultiFieldPanel(
            [FieldPanel("tile_source"), FieldPanel("tile_system"), FieldPanel("tile_credit")],
            heading=_("底图"),
        ),
    ]

    class Meta:
        verbose_name = _("地点设置")


def special_days_can_be_read(text: str) -> None:
    for line in filter(str.strip, text.splitlines()):
        if read_special(line) is None:
            raise ValidationError(
                _("看不懂“%(line)s”，请写成“2026-12-31 9:00-12:00”或“2027-01-02 不开放”。"),
                params={"line": line.strip()[:30]},
            )


class PlaceQuerySet(models.QuerySet):
    def subdistricts(self):
        return self.filter(kind__in=SUBDISTRICT_KINDS)

    def communities(self):
        return self.filter(kind__in=COMMUNITY_KINDS)

    def within(self, place: "Place"):
        """`place` itself and all below it; the tree is three levels deep."""
        return self.filter(models.Q(pk=place.pk) | models.Q(parent=place) | models.Q(parent__parent=place))


class Place(PublicTexts, TimeStampedModel):
    """A node of the tree 区 → 街镇 → 居村, or an area (片区) beside it."""

    code = models.CharField(_("编码"), max_length=20, unique=True)
    name = models.CharField(_("名称"), max_length=60)
    short_name = models.CharField(_("简称"), max_length=30, blank=True)
    kind = models.CharField(_("类型"), max_length=15, choices=PlaceKind)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    members = models.ManyToManyField(
        "self",
        verbose_name=_("片区内居村"),
        symmetrical=False,
        blank=True,
        related_name="areas",
        limit_choices_to={"kind__in": COMMUNITY_KINDS},
        help_text=_("仅片区填写；可跨街镇。"),
    )

    objects = PlaceQuerySet.as_manager()

    public_texts = ("code", "name", "short_name")

    class Meta:
        verbose_name = _("地点")
        verbose_name_plural = _("地点")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind=PlaceKind.DISTRICT, parent=None)
                | (~models.Q(kind=PlaceKind.DISTRICT) & models.Q(parent__isnull=False)),
                name="place_parent_by_kind",
                violation_error_message=_("区没有上级，其他地点必须有上级。"),
            ),
            models.UniqueConstraint(
                fields=["parent", "name"],
                name="place_name_in_parent",
                violation_error_message=_("同一上级下已有同名地点。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self):
        super().clean()
        if self.parent and self.parent.kind not in PARENT_KINDS[PlaceKind(self.kind)]:
            raise ValidationError(
                {
                    "parent": _("%(kind)s不能设在%(parent)s之下。")
                    % {"kind": self.get_kind_display(), "parent": self.parent.get_kind_display()}
                }
            )

    def get_absolute_url(self) -> str:
        """A community has a page; what is above it is a heading on the list."""
        if self.is_community:
            return reverse("public:community", args=[self.code])
        return f"{reverse('public:communities')}#town-{self.code}"

    @property
    def is_community(self) -> bool:
        return self.kind in COMMUNITY_KINDS

    @property
    @display(description=_("街镇"))
    def subdistrict(self) -> "Place | None":
        """The 街镇 this place is or lies in; None for the district."""
        if self.kind in SUBDISTRICT_KINDS:
            return self
        return self.parent if self.parent and self.parent.kind in SUBDISTRICT_KINDS else None

    def descendants(self) -> PlaceQuerySet:
        """All places below this one."""
        return Place.objects.within(self).exclude(pk=self.pk)


class Outline(models.Model):
    """The outline of a 街镇 or a 居村, as GeoJSON of degrees; simplified to what a screen shows."""

    place = models.OneToOneField(
        Place, verbose_name=_("街镇"), on_delete=models.CASCADE, related_name="outline"
    )
    shape = models.JSONField(_("轮廓"), editable=False)

    class Meta:
        verbose_name = _("街镇轮廓")
        verbose_name_plural = _("街镇轮廓")
        ordering = ["place"]
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.place)


class PlaceCoordinator(TimeStampedModel):
    """An account that coordinates one 居村 or 街镇."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("账号"), on_delete=models.CASCADE, related_name="coordinated"
    )
    place = models.ForeignKey(
        Place, verbose_name=_("地点"), on_delete=models.CASCADE, related_name="coordinators"
    )

    class Meta:
        verbose_name = _("居村联络员")
        verbose_name_plural = _("居村联络员")
        constraints = [models.UniqueConstraint(fields=["user", "place"], name="one_coordinator_per_place")]

    def __str__(self) -> str:
        return f"{self.place}：{self.user}"


class Location(PublicTexts, TimeStampedModel):
    """What a venue and a service point share: where it is, when it is open, how to reach it."""

    code = models.CharField(_("编号"), max_length=30, unique=True)
    name = models.CharField(_("名称"), max_length=80)
    place = models.ForeignKey(
        Place, verbose_name=_("所在街镇或居村"), on_delete=models.PROTECT, related_name="%(class)ss"
    )
    address = models.CharField(_("地址"), max_length=120, blank=True)
    longitude = models.DecimalField(
        _("经度"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(73), MaxValueValidator(136)],
    )
    latitude = models.DecimalField(
        _("纬度"),
        max_digits=8,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(3), MaxValueValidator(54)],
    )
    coordinate_system = models.CharField(
        _("坐标系"),
        max_length=10,
        choices=CoordinateSystem,
        blank=True,
        default="",
        db_default="",
        help_text=_("经纬度是从哪一种地图上取的；不填的，按“地点设置”里的坐标系。"),
    )
    opening_hours = models.CharField(_("开放时间"), max_length=120, blank=True)
    special_days = models.TextField(
        _("特殊日子"),
        max_length=600,
        blank=True,
        default="",
        db_default="",
        validators=[special_days_can_be_read],
        help_text=_("和平时不同的日子，一行一天。例：2026-12-31 9:00-12:00；2027-01-02 不开放。"),
    )
    barrier_free = models.CharField(_("无障碍设施"), max_length=120, blank=True)
    office_phone = models.CharField(
        _("办公电话"), max_length=30, blank=True, help_text=_("只填可以公开的办公电话，不填手机号。")
    )
    checked_on = PastDay(_("最近核验日期"), null=True, blank=True)
    is_open = models.BooleanField(_("开放中"), default=True)

    public_texts: tuple[str, ...] = (
        "code",
        "name",
        "address",
        "opening_hours",
        "special_days",
        "barrier_free",
        "office_phone",
    )

    class Meta:
        abstract = True
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Venue(Location):
    """A legal-culture venue (法治文化阵地)."""

    level = models.CharField(_("层级"), max_length=15, choices=VenueLevel)
    kind = models.CharField(_("类型"), max_length=30, help_text=_("馆、公园、广场、长廊等。"))
    built_on = models.CharField(
        _("建成时间"),
        max_length=10,
        blank=True,
        validators=[month_or_year_has_come],
        help_text=_("例：2021 或 2021-05。"),
    )
    area = models.DecimalField(
        _("面积（平方米）"),
        max_digits=10,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(10_000_000)],
    )
    facilities = models.CharField(_("主要设施"), max_length=200, blank=True)
    introduction = models.CharField(_("简介"), max_length=100, blank=True)
    responsible_unit = models.CharField(_("责任单位"), max_length=80, blank=True)
    titles = models.CharField(_("命名情况"), max_length=200, blank=True)

    public_texts = (
        *Location.public_texts,
        "kind",
        "built_on",
        "facilities",
        "introduction",
        "responsible_unit",
        "titles",
    )

    def get_absolute_url(self) -> str:
        return reverse("public:venue", args=[self.pk])

    class Meta(Location.Meta):
        verbose_name = _("法治文化阵地")
        verbose_name_plural = _("法治文化阵地")


class ServicePoint(Location):
    """A point of the four-tier public legal service network (公共法律服务站点)."""

    tier = models.PositiveSmallIntegerField(_("层级"), choices=ServiceTier)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级站点"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    services = models.CharField(_("服务事项"), max_length=300, blank=True)
    duty_timetable = models.CharField(_("值班安排"), max_length=300, blank=True)

    public_texts = (*Location.public_texts, "services", "duty_timetable")

    class Meta(Location.Meta):
        verbose_name = _("公共法律服务站点")
        verbose_name_plural = _("公共法律服务站点")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(tier=ServiceTier.CENTRE, parent=None)
                | (models.Q(tier__gt=ServiceTier.CENTRE) & models.Q(parent__isnull=False)),
                name="service_point_parent_by_tier",
                violation_error_message=_("区中心没有上级，其他站点必须有上级。"),
            )
        ]

    def get_absolute_url(self) -> str:
        return reverse("public:service_point", args=[self.pk])

    def clean(self):
        super().clean()
        if self.parent and self.tier is not None and self.parent.tier >= self.tier:
            raise ValidationError({"parent": _("上级站点的层级必须更高。")})
