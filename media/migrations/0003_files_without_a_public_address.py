import shutil
from pathlib import Path

from django.conf import settings
from django.db import migrations


def move_files(apps, schema_editor):
    take_in(Path(settings.VAR) / "media", Path(settings.MEDIA_ROOT))


def take_in(old: Path, new: Path) -> None:
    """Move what earlier versions kept where a proxy serves files. Safe to repeat after an interruption."""
    if not old.is_dir() or old == new:
        return
    for file in sorted(path for path in old.rglob("*") if path.is_file()):
        place = new / file.relative_to(old)
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            # Beside its place first: a copy that is cut off never stands for the file.
            half = place.with_name(f"{place.name}.half")
            shutil.move(file, half)
            half.rename(place)
    shutil.rmtree(old)


class Migration(migrations.Migration):
    dependencies = [("media", "0002_document_text")]

    operations = [migrations.RunPython(move_files, migrations.RunPython.noop)]
