import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from cms.core import append_only

TABLE = "core_auditentry"


def close(apps, schema_editor):
    append_only.close(TABLE, schema_editor.connection)


def open_again(apps, schema_editor):
    append_only.open_again(TABLE, schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="auditentry",
            name="actor",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="操作人",
            ),
        ),
        migrations.RunPython(close, open_again),
    ]
