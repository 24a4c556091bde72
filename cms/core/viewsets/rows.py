from django.core.exceptions import PermissionDenied


class RuledObjectMixin:
    """Asks the policy about the very row, not about the kind of row alone. Gets its `viewset`.

    Who may look at the row is told why it cannot be changed or deleted as it stands: somebody may have
    published it while this account was writing.
    """

    viewset = None

    def get_object(self, *args, **kwargs):
        found = super().get_object(*args, **kwargs)
        wanted = self.permission_required or "view"
        if not self.user_has_permission_for_instance(wanted, found):
            self._say_why_not(wanted, found)
            raise PermissionDenied
        return found

    def _say_why_not(self, wanted: str, found) -> None:
        user = self.request.user
        action = {"change": self.viewset.changes, "delete": self.viewset.removes}.get(wanted)
        if action and action.who(user) and self.viewset.may_see_row(user, found):
            action.ask(user, found)


class RuledLinksMixin:
    """Leads to a row's form, or to its deletion, only where that very row may be changed or deleted."""

    def get_edit_url(self, *row):
        return super().get_edit_url(*row) if self._is_open("change", *row) else None

    def get_delete_url(self, *row):
        return super().get_delete_url(*row) if self._is_open("delete", *row) else None

    def _is_open(self, wanted: str, *row) -> bool:
        return self.user_has_permission_for_instance(wanted, row[0] if row else self.object)
