"""Start the platform on this machine: migrate, load the demo district, run web server and worker."""

import os
import sys

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from honcho.manager import Manager

from sites.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD


class Command(BaseCommand):
    help = "启动平台：网站与后台任务一起运行，按 Ctrl-C 一起停止"
    requires_migrations_checks = False

    def handle(self, *args, **options):
        self.stdout.write("正在准备数据库……")
        call_command("migrate", verbosity=0)
        call_command("load_demo", if_empty=True, stdout=self.stdout)
        if not settings.SEARCH_INDEX_DIR.exists():
            call_command("search_rebuild", stdout=self.stdout)
        self.welcome()
        sys.exit(self.run_both())

    def welcome(self) -> None:
        lines = [
            "",
            f"  知法已启动：http://127.0.0.1:{settings.PORT}/",
            f"  管理后台：  http://127.0.0.1:{settings.PORT}/office/",
            "",
            f"  示范账号（密码均为 {DEMO_PASSWORD}）：",
            *(f"    {account.username:<12}{account.role.label}　{account.name}" for account in DEMO_ACCOUNTS),
            "",
            "  按 Ctrl-C 停止。",
            "",
        ]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()

    def run_both(self) -> int:
        """Run both until one ends or Ctrl-C; return the exit code."""
        python = sys.executable
        environment = {
            **os.environ,
            "PYTHONUNBUFFERED": "1",
            "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
        }
        manager = Manager()
        manager.add_process(
            "web",
            f"{python} -m gunicorn sites.wsgi --bind 127.0.0.1:{settings.PORT} --workers 2 --threads 4"
            " --log-level warning",
            env=environment,
        )
        manager.add_process("worker", f"{python} manage.py qcluster", env=environment)
        manager.loop()
        return manager.returncode or 0
