"""Copy the database and the files into a new folder."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cms.core.backing_up import back_up
from cms.core.errors import RuleBroken


class Command(BaseCommand):
    help = "把数据库和上传的文件备份成一个新文件夹；密钥不在其中，请另外保管"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="文件夹", type=Path, help="备份放在哪里，如 /mnt/backup")

    def handle(self, *args, folder, **options):
        try:
            made = back_up(folder)
        except RuleBroken as error:
            raise CommandError(" ".join(error.messages)) from error
        except OSError as error:
            raise CommandError(f"写不进 {folder}（{error.strerror}）：请检查权限与剩余空间。") from error
        self.stdout.write(f"已备份到 {made}。密钥不在其中，请另外保管。")
