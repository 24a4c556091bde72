"""What every table of the office has in the admin: our predicates as rights, a line of audit per write."""

from django.utils.functional import cached_property
from wagtail.admin.views.generic import CreateView, DeleteView, EditView
from wagtail.admin.viewsets.model import ModelViewSet

from cms.accounts.permissions import works_in_admin
from cms.core import audit
from cms.core.policies import PredicatePolicy


class AuditedCreate(CreateView):
    def save_instance(self):
        instance = super().save_instance()
        audit.record(self.request.user, f"{instance._meta.label_lower}.create", instance)
        return instance


class AuditedEdit(EditView):
    def save_instance(self):
        instance = super().save_instance()
        audit.record(self.request.user, f"{instance._meta.label_lower}.change", instance)
        return instance


class AuditedDelete(DeleteView):
    def delete_action(self):
        audit.record(self.request.user, f"{self.object._meta.label_lower}.delete", self.object)
        super().delete_action()


class OfficeViewSet(ModelViewSet):
    """A table of the office. Subclasses name `may_write`; whoever works in the admin may look.

    `writes` are the actions the table offers: an imported table offers none.
    """

    add_view_class = AuditedCreate
    edit_view_class = AuditedEdit
    delete_view_class = AuditedDelete
    inspect_view_enabled = True
    copy_view_enabled = False
    writes = frozenset({"add", "change", "delete"})

    def may_see(self, user) -> bool:
        return works_in_admin(user)

    def may_write(self, user) -> bool:
        raise NotImplementedError

    @cached_property
    def permission_policy(self):
        rights = dict.fromkeys(self.writes, self.may_write)
        return PredicatePolicy(self.model, view=self.may_see, **rights)
