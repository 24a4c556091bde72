from django.db import models
from django.utils.translation import gettext_lazy as _


class AgencyKind(models.TextChoices):
    PARTY = "party", _("党委部门")
    GOVERNMENT = "government", _("政府部门")
    VERTICAL = "vertical", _("垂直管理部门")
    COURT = "court", _("审判机关")
    PROCURATORATE = "procuratorate", _("检察机关")
    MASS_ORGANISATION = "mass_organisation", _("群团组织")
    SUBDISTRICT = "subdistrict", _("街道办事处")
    TOWN = "town", _("镇人民政府")
    ENTERPRISE = "enterprise", _("国有企业")
    OTHER = "other", _("其他")
