from django.db import migrations, models


def keep_what_was_applied(apps, schema_editor):
    """Until now the changes of a batch were stored together with its end."""
    batches = apps.get_model("intake", "ImportBatch").objects.annotate(written=models.Count("changes"))
    for batch in batches.exclude(written=0):
        batch.changes_kept = batch.written
        batch.save(update_fields=["changes_kept"])


class Migration(migrations.Migration):
    dependencies = [("intake", "0005_brought_back")]

    operations = [
        migrations.AddField("importbatch", "changes_kept", models.PositiveIntegerField(default=0)),
        migrations.RunPython(keep_what_was_applied, migrations.RunPython.noop),
    ]
