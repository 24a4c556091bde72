"""What a page type must not forget: its place in the lists of columns, its template, who may write it."""

from collections.abc import Iterable

from django.apps import apps
from django.core.checks import Error
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from wagtail.contrib.settings.registry import registry as settings_registry

from cms.accounts.enums import OFFICE_SIDE
from cms.campaigns.models import HomePage, PublicPage
from cms.campaigns.models.pages import COLUMN_TYPES
from cms.campaigns.queries import LISTED_TYPES
from cms.campaigns.services.foundation import OFFICE_RIGHTS, PAGE_RIGHTS


def page_types() -> list[type[PublicPage]]:
    """Every type of page an editor may write, so all but the first page of the site."""
    return [model for model in apps.get_models() if issubclass(model, PublicPage) and model is not HomePage]


def page_types_have_their_place(app_configs, types: Iterable[type[PublicPage]] | None = None, **kwargs):
    for page_type in page_types() if types is None else types:
        label = f"{page_type._meta.app_label}.{page_type.__name__}"
        name = page_type._meta.verbose_name
        if label not in COLUMN_TYPES:
            yield Error(
                f"页面类型“{name}”不在栏目可以容纳的类型里，编辑无处新建它。",
                hint="在 cms/campaigns/models/pages.py 的 COLUMN_TYPES 里加上。",
                obj=page_type,
                id="campaigns.E001",
            )
        if page_type.is_entry and page_type._meta.model_name not in LISTED_TYPES:
            yield Error(
                f"页面类型“{name}”不在首页列出的类型里，发布了也没有人看见。",
                hint="在 cms/campaigns/queries 的 LISTED_TYPES 里加上；本身是栏目的，写明 is_entry = False。",
                obj=page_type,
                id="campaigns.E002",
            )
        try:
            get_template(page_type.template)
        except TemplateDoesNotExist:
            yield Error(
                f"页面类型“{name}”没有模板 {page_type.template}，打开就会出错。",
                hint="在 sites/public/templates 下写这个模板，或在类上写明 template。",
                obj=page_type,
                id="campaigns.E003",
            )


def roles_have_their_rights(app_configs, **kwargs):
    """Every role of the office has a row of rights on pages, every table of facts one on who keeps it."""
    for role in OFFICE_SIDE:
        if role not in PAGE_RIGHTS:
            yield Error(
                f"角色“{role.label}”没有说对页面有什么权。",
                hint="在 cms/campaigns/services/foundation.py 的 PAGE_RIGHTS 里加一行。",
                id="campaigns.E004",
            )
    for model in settings_registry:
        if f"change_{model._meta.model_name}" not in OFFICE_RIGHTS.get(model._meta.app_label, ()):
            yield Error(
                f"设置“{model._meta.verbose_name}”没有人有权改。",
                hint="在 cms/campaigns/services/foundation.py 的 OFFICE_RIGHTS 里加上。",
                obj=model,
                id="campaigns.E005",
            )


CHECKS = (page_types_have_their_place, roles_have_their_rights)
