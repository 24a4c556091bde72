from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from search.engines.base import EngineUnavailable
from search.service import rebuild
from search.turns import RebuildRunning


class Command(BaseCommand):
    help = "由全部记录重建检索索引；重建期间检索照常"

    def handle(self, *args, **options):
        # Editors' documents of pages, images and files.
        call_command("update_index", verbosity=0)
        try:
            held = rebuild(lambda what, done: self.stderr.write(f"  {what}：{done}"))
        except RebuildRunning as error:
            raise CommandError(str(error)) from error
        except EngineUnavailable as error:
            raise CommandError(f"检索引擎没有完成重建，原索引照常使用：{error}") from error
        self.stdout.write(f"索引已重建，共 {held} 条。")
