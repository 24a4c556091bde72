from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cms.accounts.models import User
from cms.core.errors import NotAllowed, RuleBroken
from cms.guides.imports.loading import load_guides

TOLD = {"create": "新的草稿", "change": "草稿已更新", "unchanged": "没有变化"}


class Command(BaseCommand):
    help = "把 YAML 文件里的指引读成草稿，由另一位同事在后台发布"

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="+", type=Path, metavar="文件或文件夹")
        parser.add_argument("--as", dest="username", required=True, help="以哪个账号的名义")

    def handle(self, *args, paths, username, **options):
        account = User.objects.filter(username=username, is_active=True).first()
        if account is None:
            raise CommandError(f"没有账号“{username}”。")
        files = [
            each for path in paths for each in (sorted(path.glob("*.yaml")) if path.is_dir() else [path])
        ]
        if missing := [each for each in files if not each.is_file()]:
            raise CommandError(f"没有这个文件：{missing[0]}")
        if not files:
            raise CommandError("文件夹里没有 .yaml 文件。")
        try:
            loaded = load_guides(files, actor=account)
        except (RuleBroken, NotAllowed) as error:
            raise CommandError("\n".join(error.messages)) from error
        for guide, became in loaded:
            self.stdout.write(f"{guide}：{TOLD[became]}")
