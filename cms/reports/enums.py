from django.db import models
from django.utils.translation import gettext_lazy as _


class Period(models.TextChoices):
    YEAR = "year", _("全年")
    FIRST_HALF = "h1", _("上半年")
    SECOND_HALF = "h2", _("下半年")
    Q1 = "q1", _("第一季度")
    Q2 = "q2", _("第二季度")
    Q3 = "q3", _("第三季度")
    Q4 = "q4", _("第四季度")


# First and last month of each.
MONTHS = {
    Period.YEAR: (1, 12),
    Period.FIRST_HALF: (1, 6),
    Period.SECOND_HALF: (7, 12),
    Period.Q1: (1, 3),
    Period.Q2: (4, 6),
    Period.Q3: (7, 9),
    Period.Q4: (10, 12),
}


class Dimension(models.TextChoices):
    """By what activities are told apart in a table of figures."""

    AGENCY = "agency", _("责任单位")
    SUBDISTRICT = "subdistrict", _("街镇")
    SETTING = "setting", _("普法场所（八进）")
    AUDIENCE = "audience", _("普法对象")
    LAW = "law", _("法律法规")
    FORM = "form", _("活动形式")


class Verdict(models.TextChoices):
    """What the office decided of words that rest on a law which has changed."""

    WAITING = "waiting", _("待核对")
    RIGHT = "right", _("仍然正确")
    CHANGED = "changed", _("已修改")
    WITHDRAWN = "withdrawn", _("已撤下")


class ReportState(models.TextChoices):
    DRAFT = "draft", _("起草")
    SIGNED = "signed", _("已签发")
    PUBLISHED = "published", _("已公开")
