"""Several accounts at once: the framework's pages, our rules and services."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.users.views.bulk_actions import (
    AssignRoleBulkAction,
    DeleteBulkAction,
    SetActiveStateBulkAction,
)

from cms.accounts import services
from cms.accounts.enums import Role
from cms.accounts.forms import role_groups
from cms.accounts.permissions import can_change_account
from cms.accounts.users import POLICY


class ByServiceMixin:
    """Changes each account by `change_one(account, actor, …)`; one refusal, and none is changed."""

    permission_policy = POLICY
    any_permission_required = ["change"]

    def check_perm(self, obj):
        return can_change_account(self.request.user, obj)

    def get_execution_context(self):
        return {**super().get_execution_context(), "actor": self.request.user}

    @classmethod
    def execute_action(cls, objects, **context):
        for account in objects:
            cls.change_one(account, **context)
        return len(objects), 0

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except ValidationError as error:
            messages.error(self.request, "".join(error.messages))
            return redirect(self.next_url)


class SetActive(ByServiceMixin, SetActiveStateBulkAction):
    @staticmethod
    def change_one(account, *, actor, mark_as_active, **context):
        change = services.activate_account if mark_as_active else services.deactivate_account
        change(account, actor=actor)


class RoleForm(forms.Form):
    role = forms.ModelChoiceField(label=_("角色"), queryset=None)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = role_groups()


class AssignRole(ByServiceMixin, AssignRoleBulkAction):
    form_class = RoleForm

    @staticmethod
    def change_one(account, *, actor, role, **context):
        given = next(each for each in Role if str(each.label) == role.name)
        services.set_roles(account, account.roles | {given}, actor=actor)


class Delete(ByServiceMixin, DeleteBulkAction):
    """Open to nobody; accounts are closed instead."""

    display_name = _("删除（请改用停用）")

    def check_perm(self, obj):
        return False

    @staticmethod
    def change_one(account, **context):
        raise ValidationError(_("账号不删除，请改为停用。"))
