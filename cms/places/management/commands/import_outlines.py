from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cms.places.imports.outlines import read_outlines
from cms.places.services import set_outlines


class Command(BaseCommand):
    help = "导入街镇轮廓（GeoJSON）；全部读懂才写入，可重复执行"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *args, file: Path, **options):
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"读不到文件 {file}：{error.strerror}") from error
        reading = read_outlines(content)
        if reading.problems:
            raise CommandError("\n".join(["没有导入，请改好后再试：", *reading.problems]))
        changed = set_outlines(reading.found, actor=None)
        self.stdout.write(f"读到 {len(reading.found)} 个街镇的轮廓，其中 {changed} 个有变化。")
