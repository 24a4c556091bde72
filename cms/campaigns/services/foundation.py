"""What the site stands on: a home page, the tables' first rows, the review, and what each role may do.

Runs after every migration. It makes what is missing and leaves what the office has changed.
"""

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import connections, transaction
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    PageLogEntry,
    Site,
    Task,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from cms.accounts.enums import OFFICE_SIDE, Role
from cms.accounts.services import create_role_groups
from cms.campaigns.models import Audience, HomePage, LawDay, ReviewTask, Setting, SiteProfile
from cms.campaigns.models.publicity import founding
from cms.campaigns.services.law_days import FIRST_LAW_DAYS

# The eight places of the plan, in its order. A village is a community by another name.
SETTINGS = (
    ("机关", ""),
    ("社区", "乡村、居村"),
    ("学校", ""),
    ("企业", ""),
    ("单位", ""),
    ("网络", ""),
    ("军营", ""),
    ("公共场所", ""),
)
AUDIENCES = (
    "领导干部", "国家工作人员", "青少年", "企业经营管理人员", "务工人员", "居村民", "老年人", "妇女",
    "残疾人",
    "困境儿童", "军人军属", "低收入居民", "新就业形态劳动者", "社会公众",
)  # fmt: skip
# Who would not look for themselves under the name.
WHO_THEY_ARE = {
    "青少年": "学生、家长，也给备课的老师。",
    "企业经营管理人员": "开店、办厂、个体经营，都从这里看。",
    "新就业形态劳动者": "送外卖、送快递、开网约车、做主播的。",
}
# To whom stairs are a question.
PREFER_ACCESS = ("老年人", "残疾人")
STAGES = (
    ("初审", (Role.REVIEWER, Role.OFFICE, Role.ADMINISTRATOR)),
    ("复审", (Role.REVIEWER, Role.OFFICE, Role.ADMINISTRATOR)),
    ("终审", (Role.OFFICE, Role.ADMINISTRATOR)),
)
WRITING = ("add_page", "change_page")
PUBLISHING = (*WRITING, "publish_page", "lock_page", "unlock_page")
PAGE_RIGHTS = {
    Role.EDITOR: WRITING,
    Role.REVIEWER: PUBLISHING,
    Role.OFFICE: PUBLISHING,
    Role.ADMINISTRATOR: (*PUBLISHING, "bulk_delete_page"),
}
# The framework asks for the rights on its own models, whatever model holds the library.
LIBRARY_RIGHTS = (
    ("wagtailimages", ("add_image", "change_image", "choose_image")),
    ("wagtaildocs", ("add_document", "change_document", "choose_document")),
)
# Tables, facts and thresholds that the office keeps, by app.
OFFICE_RIGHTS = {
    "campaigns": (
        "change_siteprofile",
        *(f"{verb}_{model}" for model in ("setting", "audience") for verb in ("add", "change", "view")),
    ),
    "core": ("change_reviewsetting", "view_taskrun"),
    "inbox": ("change_inboxsetting",),
    "inspection": ("change_inspectionsetting",),
    "intake": ("change_importsetting",),
    "letters": ("change_lettersetting",),
    "advisers": ("change_advisersetting",),
    "people": ("change_rostersetting",),
    "places": ("change_placesetting",),
    "volunteering": ("change_volunteersetting",),
    "training": ("change_trainingsetting",),
}
# What a new installation of the framework brings, and the name it gives to its roots.
STRANGERS = ("Editors", "Moderators")
STRANGE_WORKFLOW = "Moderators approval"
WELCOME_PAGE = "Welcome to your new Wagtail site!"
STRANGE_ROOT = "Root"
ALL_PAGES, ALL_FOLDERS = "全部页面", "全部文件夹"


def tables_exist(using: str) -> bool:
    """False while only a part of the apps has been migrated."""
    connection = connections[using]
    needed = {
        HomePage._meta.db_table,
        LawDay._meta.db_table,
        ReviewTask._meta.db_table,
        Site._meta.db_table,
        GroupCollectionPermission._meta.db_table,
        "auth_group",
    }
    return needed <= set(connection.introspection.table_names())


@transaction.atomic
def found_site(using: str = "default") -> None:
    """Make whatever is missing; safe to repeat."""
    create_role_groups()
    with founding():
        home = HomePage.objects.first() or _found_home()
    # Not by the first visitor: who reads writes nothing.
    for site in Site.objects.all():
        SiteProfile.for_site(site)
    _name_roots()
    _fill_tables()
    _found_review(home)
    _grant_rights(home, using)


def _found_home() -> HomePage:
    Locale.objects.get_or_create(language_code="zh-hans")
    root = Page.get_first_root_node() or Page.add_root(title=ALL_PAGES, slug="root")
    home = root.add_child(instance=HomePage(title="首页", slug="zhifa", show_in_menus=False))
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "port": 80, "root_page": home, "site_name": "知法"},
    )
    for welcome in Page.objects.filter(title=WELCOME_PAGE, depth=2):
        welcome.delete()
    PageLogEntry.objects.filter(label=WELCOME_PAGE).delete()
    Group.objects.filter(name__in=STRANGERS).delete()
    return home


def _name_roots() -> None:
    Page.objects.filter(depth=1, title=STRANGE_ROOT).update(title=ALL_PAGES, draft_title=ALL_PAGES)
    Collection.objects.filter(depth=1, name=STRANGE_ROOT).update(name=ALL_FOLDERS)


def _fill_tables() -> None:
    if not Setting.objects.exists():
        Setting.objects.bulk_create(
            Setting(name=name, aliases=aliases, order=10 * place)
            for place, (name, aliases) in enumerate(SETTINGS, start=1)
        )
    if not Audience.objects.exists():
        Audience.objects.bulk_create(
            Audience(
                name=name,
                order=10 * place,
                introduction=WHO_THEY_ARE.get(name, ""),
                prefers_access=name in PREFER_ACCESS,
            )
            for place, name in enumerate(AUDIENCES, start=1)
        )
    if not LawDay.objects.exists():
        LawDay.objects.bulk_create(LawDay(**row) for row in FIRST_LAW_DAYS)


def _found_review(home: HomePage) -> None:
    if ReviewTask.objects.exists():
        return
    # The review that a new installation of the framework brings has one stage and lets authors approve.
    Workflow.objects.filter(name=STRANGE_WORKFLOW).delete()
    Task.objects.filter(name=STRANGE_WORKFLOW).delete()
    Workflow.objects.filter(active=True).update(active=False)
    workflow = Workflow.objects.create(name="三审")
    for order, (name, roles) in enumerate(STAGES):
        task = ReviewTask.objects.create(name=name)
        task.groups.set(Group.objects.filter(name__in=[str(role.label) for role in roles]))
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    WorkflowPage.objects.update_or_create(page=home.page_ptr, defaults={"workflow": workflow})


def _grant_rights(home: HomePage, using: str) -> None:
    # Permissions are made per app after migration, in the order of the apps; ours needs some that come later.
    for label in ("wagtailadmin", "wagtailcore", "wagtailimages", "wagtaildocs", *OFFICE_RIGHTS):
        create_permissions(apps.get_app_config(label), verbosity=0, using=using)
    root = Collection.get_first_root_node() or Collection.add_root(name=ALL_FOLDERS)
    admin_access = _permissions("wagtailadmin", ("access_admin",))
    office = [right for label, names in OFFICE_RIGHTS.items() for right in _permissions(label, names)]
    collections = _permissions("wagtailcore", ("add_collection", "change_collection"))
    library = [right for label, names in LIBRARY_RIGHTS for right in _permissions(label, names)]
    for role in OFFICE_SIDE:
        group = Group.objects.get(name=str(role.label))
        group.permissions.add(*admin_access)
        _allow_pages(group, home, PAGE_RIGHTS[role])
        _allow_collections(group, root, library)
        if role in (Role.OFFICE, Role.ADMINISTRATOR):
            group.permissions.add(*office)
            _allow_collections(group, root, collections)


def _permissions(label: str, codenames: tuple[str, ...]) -> list[Permission]:
    return list(Permission.objects.filter(content_type__app_label=label, codename__in=codenames))


def _allow_pages(group: Group, home: HomePage, codenames: tuple[str, ...]) -> None:
    for permission in Permission.objects.filter(
        codename__in=codenames, content_type__app_label="wagtailcore", content_type__model="page"
    ):
        GroupPagePermission.objects.get_or_create(group=group, page=home.page_ptr, permission=permission)


def _allow_collections(group: Group, root: Collection, permissions: list[Permission]) -> None:
    for permission in permissions:
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
