from django.db import models
from django.utils.translation import gettext_lazy as _


class GuideKind(models.TextChoices):
    HELP = "help", _("遇到事怎么办")
    CHECK = "check", _("企业法治体检")


class GuideState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    PUBLISHED = "published", _("已发布")
    REPLACED = "replaced", _("已被新版取代")
    WITHDRAWN = "withdrawn", _("已撤下")
