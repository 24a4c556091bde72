from django.core.management import call_command
from django.core.management.base import BaseCommand

from search.service import rebuild, rebuild_index


class Command(BaseCommand):
    help = "由全部记录重建检索索引；重建期间检索照常"

    def handle(self, *args, **options):
        rebuild(lambda kind, done: self.stderr.write(f"  {kind}：{done}"))
        # Editors' documents of pages, images and files.
        call_command("update_index", verbosity=0)
        self.stdout.write(f"索引已重建，共 {rebuild_index()} 条。")
