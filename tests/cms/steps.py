"""How a test presses a button with a rule."""

from django.urls import reverse

from cms.core.values import version_of


def take(client, viewset: str, step: str, *records, **data):
    """Post a step for these records as they stand, unless `seen` says otherwise; the page after."""
    seen = data.pop("seen", None)
    values = {"pk": [record.pk for record in records], **data}
    for record in records:
        values[f"seen_{record.pk}"] = version_of(record) if seen is None else seen
    return client.post(reverse(f"{viewset}:step", args=[step]), values, follow=True)
