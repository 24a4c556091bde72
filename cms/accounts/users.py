"""Accounts in the admin: one name, roles as groups, administrators only, every write on record."""

from django.utils.functional import cached_property
from wagtail.admin.views.account import AccountView, NameEmailSettingsPanel
from wagtail.users.views.users import CreateView, DeleteView, EditView, UserViewSet

from cms.accounts.forms import AccountCreationForm, AccountEditForm, OwnNameForm
from cms.accounts.models import User
from cms.accounts.permissions import can_manage_accounts
from cms.core import audit
from cms.core.errors import require
from cms.core.policies import PredicatePolicy


class AccountCreateView(CreateView):
    def save_instance(self):
        account = super().save_instance()
        audit.record(self.request.user, "accounts.user.create", account)
        return account


class AccountEditView(EditView):
    def save_instance(self):
        account = super().save_instance()
        audit.record(self.request.user, "accounts.user.change", account, fields=self.form.changed_data)
        return account


class AccountDeleteView(DeleteView):
    def delete_action(self):
        audit.record(self.request.user, "accounts.user.delete", self.object)
        return super().delete_action()


class AccountViewSet(UserViewSet):
    add_view_class = AccountCreateView
    edit_view_class = AccountEditView
    delete_view_class = AccountDeleteView

    @cached_property
    def permission_policy(self):
        rights = dict.fromkeys(("view", "add", "change", "delete"), can_manage_accounts)
        return PredicatePolicy(User, **rights)

    def get_form_class(self, for_update=False):
        return AccountEditForm if for_update else AccountCreationForm


class OwnNamePanel(NameEmailSettingsPanel):
    form_class = OwnNameForm


class OwnAccountView(AccountView):
    """The page on which a person looks after the own account."""

    def get_panels(self):
        return [
            OwnNamePanel(panel.request, panel.user, panel.profile)
            if isinstance(panel, NameEmailSettingsPanel)
            else panel
            for panel in super().get_panels()
        ]


def guard_bulk_action(request, action_type, objects, action) -> None:
    """Ask our predicate, and put every account on record, before several are changed at once.

    Wagtail calls this in the transaction of the change.
    """
    if action.model is not User:
        return
    require(can_manage_accounts(request.user))
    for account in objects:
        audit.record(request.user, f"accounts.user.bulk_{action_type}", account)
