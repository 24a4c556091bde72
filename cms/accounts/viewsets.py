"""What the office's own tables have in common in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn

from cms.accounts.permissions import gives_reading_keys, works_in_admin
from cms.accounts.services.reading_keys import GIVE, READING_KEYS, WITHDRAW, give_key, withdraw_key
from cms.core.tables import Table
from cms.core.viewsets import RuledViewSet, Step
from cms.core.writing import Action


class OfficeViewSet(RuledViewSet):
    """A plain `table` of the office in the admin; whoever works there may look."""

    table: Table

    def may_see(self, user) -> bool:
        return works_in_admin(user)

    @property
    def model(self):
        return self.table.model

    @property
    def form_fields(self) -> list[str]:
        return list(self.table.writes)

    @property
    def adds(self) -> Action | None:
        return self.table.adds

    @property
    def changes(self) -> Action | None:
        return self.table.changes

    @property
    def removes(self) -> Action | None:
        return self.table.removes


class ReadingKeyViewSet(OfficeViewSet):
    """Keys for programs: the secret is shown once, on the page after it was given out."""

    table = READING_KEYS
    icon = "key"
    menu_label = _("开放数据密钥")
    menu_order = 950
    add_to_settings_menu = True
    steps = {
        "give": Step(
            give_key,
            GIVE,
            shows="accounts/admin/reading_key.html",
            warning=_("将生成一个新密钥，只显示这一次；以前发放的那一个随即失效。"),
            for_several=False,
        ),
        "withdraw": Step(withdraw_key, WITHDRAW, done=_("已停用，这个密钥不能再读。")),
    }
    list_display = [
        "name",
        "per_minute",
        DateColumn("given_on", label=_("发放日期"), sort_key="given_on"),
        Column("is_given", label=_("有效")),
    ]
    search_fields = ["name"]

    def may_see(self, user) -> bool:
        return gives_reading_keys(user)
