"""Accounts in the admin: one name, roles as groups, administrators only, every write through services."""

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.account import AccountView, AvatarSettingsPanel, NameEmailSettingsPanel
from wagtail.users.views.groups import GroupViewSet
from wagtail.users.views.users import CreateView, EditView, IndexView, UserViewSet

from cms.accounts import services
from cms.accounts.forms import AccountCreationForm, AccountEditForm, OwnNameForm
from cms.accounts.models import User
from cms.accounts.permissions import can_change_account, can_manage_accounts
from cms.core.conflicts import SEEN, SeenField, offer_again
from cms.core.policies import PredicatePolicy
from cms.core.writing import StaleRecord

# Nobody deletes an account: the trail names it.
POLICY = PredicatePolicy(
    User,
    view=can_manage_accounts,
    add=can_manage_accounts,
    change=can_manage_accounts,
    of_instance={"change": can_change_account},
)


class ToldMixin:
    """What a service refuses is said at the form, with what was typed kept."""

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except StaleRecord:
            offer_again(form, self.model._base_manager.get(pk=self.object.pk))
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)
        except ValidationError as error:
            told = error.error_dict if hasattr(error, "error_dict") else {None: error}
            self.produced_error_message = self.get_error_message()
            for field, errors in told.items():
                form.add_error(field if field in form.fields else None, errors)
            return self.form_invalid(form)


class AccountIndexView(IndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().prefetch_related("groups")

    @cached_property
    def columns(self):
        """What somebody does here instead of whether the framework lets them do everything."""
        roles = Column("roles", accessor=_roles_of, label=_("角色"), width="20%")
        return [roles if column.name == "is_superuser" else column for column in super().columns]

    def get_edit_url(self, instance):
        return super().get_edit_url(instance) if can_change_account(self.request.user, instance) else None

    def get_delete_url(self, instance):
        return None


def _roles_of(account: User) -> str:
    return "、".join(group.name for group in account.groups.all())


class AccountCreateView(ToldMixin, CreateView):
    def save_instance(self):
        values = self.form.cleaned_data
        return services.create_account(
            actor=self.request.user,
            username=values["username"],
            name=values["name"],
            email=values["email"],
            password=values["password1"],
            roles=self.form.roles,
        )


class AccountEditView(ToldMixin, EditView):
    def get_object(self, queryset=None):
        account = super().get_object(queryset)
        if not can_change_account(self.request.user, account):
            raise PermissionDenied
        return account

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "asking": self.request.user}

    def get_form(self, *args, **kwargs):
        form = super().get_form(*args, **kwargs)
        form.fields[SEEN] = SeenField(self.object)
        return form

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "can_delete": False}

    def save_instance(self):
        account, actor, values = (
            User.objects.get(pk=self.object.pk),
            self.request.user,
            self.form.cleaned_data,
        )
        own = {field: values[field] for field in ("username", "name", "email")}
        services.change_account(account, actor=actor, seen=values[SEEN], **own)
        if not self.editing_self:
            services.set_roles(account, self.form.roles, actor=actor)
            if "is_superuser" in values:
                services.set_superuser(account, values["is_superuser"], actor=actor)
            change = services.activate_account if values["is_active"] else services.deactivate_account
            change(account, actor=actor)
            if values["password1"]:
                services.give_temporary_password(account, values["password1"], actor=actor)
        return account


class AccountViewSet(UserViewSet):
    index_view_class = AccountIndexView
    add_view_class = AccountCreateView
    edit_view_class = AccountEditView

    @cached_property
    def permission_policy(self):
        return POLICY

    def get_form_class(self, for_update=False):
        return AccountEditForm if for_update else AccountCreationForm


class RoleGroupViewSet(GroupViewSet):
    """Closed to everybody: roles and what they may do stand in the code, a renamed group would be none."""

    @cached_property
    def permission_policy(self):
        return PredicatePolicy(Group)


class OwnNamePanel(NameEmailSettingsPanel):
    form_class = OwnNameForm


class OwnAccountView(AccountView):
    """The page on which a person looks after the own account. Pictures of faces are not collected."""

    def get_panels(self):
        return [
            OwnNamePanel(panel.request, panel.user, panel.profile)
            if isinstance(panel, NameEmailSettingsPanel)
            else panel
            for panel in super().get_panels()
            if not isinstance(panel, AvatarSettingsPanel)
        ]


def password_item(request) -> dict:
    return {
        "url": reverse("portal:password"),
        "label": _("修改密码"),
        "help_text": _("修改后，在其他设备上的登录会全部退出。"),
    }
