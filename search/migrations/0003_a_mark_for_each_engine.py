from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0002_plain_speech_pins_and_queries")]

    operations = [
        migrations.RemoveIndex(model_name="searchdocument", name="searchdocument_pending"),
        migrations.RenameField(model_name="searchdocument", old_name="pending", new_name="tantivy_pending"),
        migrations.AlterField(
            model_name="searchdocument", name="tantivy_pending", field=models.BooleanField(default=False)
        ),
        migrations.AddField(
            model_name="searchdocument",
            name="elasticsearch_pending",
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name="searchdocument",
            index=models.Index(
                condition=models.Q(("tantivy_pending", True)),
                fields=["id"],
                name="searchdocument_tantivy_pending",
            ),
        ),
        migrations.AddIndex(
            model_name="searchdocument",
            index=models.Index(
                condition=models.Q(("elasticsearch_pending", True)),
                fields=["id"],
                name="searchdocument_es_pending",
            ),
        ),
        migrations.CreateModel(
            name="Rebuild",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("engine", models.CharField(max_length=20)),
                ("started_at", models.DateTimeField(auto_now_add=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("documents", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "索引重建",
                "verbose_name_plural": "索引重建",
                "ordering": ["-started_at"],
                "default_permissions": (),
            },
        ),
    ]
