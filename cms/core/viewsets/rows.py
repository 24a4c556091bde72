from django.core.exceptions import PermissionDenied


class RuledObjectMixin:
    """Asks the policy about the very row, not about the kind of row alone. Gets its `viewset`."""

    viewset = None

    def get_object(self, *args, **kwargs):
        found = super().get_object(*args, **kwargs)
        wanted = self.permission_required or "view"
        if not self.user_has_permission_for_instance(wanted, found):
            raise PermissionDenied
        return found
