"""Accounts in the admin: one name, roles as groups, administrators only, every write on record."""

from django.utils.functional import cached_property
from wagtail.users.views.users import CreateView, DeleteView, EditView, UserViewSet

from cms.accounts.forms import AccountCreationForm, AccountEditForm
from cms.accounts.models import User
from cms.accounts.permissions import can_manage_accounts
from cms.core import audit
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
