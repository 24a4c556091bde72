from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cms.core.coordinates import CoordinateSystem
from cms.places.imports.outlines import read_outlines
from cms.places.services import set_outlines


class Command(BaseCommand):
    help = "导入街镇、居村轮廓（GeoJSON）；全部读懂才写入，可重复执行"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--coordinate-system",
            choices=CoordinateSystem.values,
            default=CoordinateSystem.WGS84,
            help="文件里坐标的坐标系，默认 wgs84；入库一律换成 WGS-84",
        )

    def handle(self, *args, file: Path, coordinate_system: str, **options):
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"读不到文件 {file}：{error.strerror}") from error
        reading = read_outlines(content, coordinate_system)
        if reading.problems:
            raise CommandError("\n".join(["没有导入，请改好后再试：", *reading.problems]))
        changed = set_outlines(reading.found, actor=None)
        self.stdout.write(f"读到 {len(reading.found)} 个轮廓，其中 {changed} 个有变化。")
