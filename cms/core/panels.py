"""What everybody at work finds on the admin's home while nobody does the background work."""

from wagtail.admin.ui.components import Component


class WorkerPanel(Component):
    name = "worker"
    template_name = "core/admin/worker_panel.html"
    # Above all others: what waits behind it does not happen.
    order = 10


def add_worker_panel(request, panels) -> None:
    panels.append(WorkerPanel())
