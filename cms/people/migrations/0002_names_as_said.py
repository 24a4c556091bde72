from django.db import migrations, models

from search.chinese.folding import folded, normalise
from search.chinese.pinyin import sound


def say(apps, schema_editor):
    Person = apps.get_model("people", "Person")
    persons = list(Person.objects.only("pk", "name"))
    for each in persons:
        each.sound = sound(normalise(folded(each.name)))
    Person.objects.bulk_update(persons, ["sound"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="sound",
            field=models.CharField(blank=True, default="", editable=False, max_length=500),
            preserve_default=False,
        ),
        migrations.RunPython(say, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="person", index=models.Index(fields=["sound", "birth"], name="people_as_said")
        ),
    ]
