import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def name_who_was_taken_up(apps, schema_editor):
    nominations = apps.get_model("people", "Nomination").objects.filter(pk=OuterRef("nomination"))
    taken_up = apps.get_model("people", "SelfNomination").objects.filter(nomination__isnull=False)
    taken_up.update(person=Subquery(nominations.values("person")[:1]))


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_kept_years"),
    ]

    operations = [
        migrations.AddField(
            model_name="selfnomination",
            name="person",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="self_nominations",
                to="people.person",
                verbose_name="人员",
            ),
        ),
        migrations.RunPython(name_who_was_taken_up, migrations.RunPython.noop, elidable=True),
    ]
