"""Start the platform on this machine: migrate, load the demo district, run web server and worker."""

import os
import shlex

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from cms.core import workers
from cms.core.collecting import rarely_collecting
from cms.core.first_tables import lay_first_tables
from search.service import rebuild_index
from sites.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from sites.demo.preflight import hold_state_directory, require_free_port, require_redis
from sites.demo.supervision import Supervisor, web_command, when_it_answers, worker_command


class Command(BaseCommand):
    help = "启动平台：网站与后台任务一起运行，按 Ctrl-C 一起停止"
    requires_migrations_checks = False

    def handle(self, *args, **options):
        self.held = hold_state_directory(settings.VAR)
        require_free_port(settings.PORT)
        require_redis(settings.REDIS_URL)
        self.stdout.write("正在准备数据库……")
        with rarely_collecting():
            lay_first_tables()
            call_command("migrate", verbosity=0)
        call_command("load_demo", if_empty=True, size="year", stdout=self.stdout)
        if not settings.SEARCH_INDEX_DIR.exists():
            # Its documents stand in the table, written with their records: only editors' are not there yet.
            call_command("update_index", verbosity=0)
            rebuild_index()
        connection.close()
        code = self.run_both()
        self.stdout.flush()
        # All is ended and written; to take this big process apart would last seconds.
        os._exit(code)

    def welcome(self) -> None:
        lines = [
            "",
            f"  知法已启动：http://127.0.0.1:{settings.PORT}/",
            f"  管理后台：  http://127.0.0.1:{settings.PORT}/office/",
            "",
            f"  示范账号（密码均为 {DEMO_PASSWORD}）：",
            *(f"    {account.username:<12}{account.role.label}　{account.name}" for account in DEMO_ACCOUNTS),
            "",
            *self.commands(),
            "  按 Ctrl-C 停止。",
            "",
        ]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()

    def commands(self) -> list[str]:
        """The one command that brings in the texts of laws, with what later commands need."""
        var = os.environ.get("ZHIFA_VAR")
        where = f"ZHIFA_VAR={shlex.quote(var)} " if var else ""
        return [
            "  法规全文由文件夹导入（Markdown，每部法一个文件）：",
            f"    {where}.venv/bin/python manage.py import_statutes 法规文件夹/",
            "",
        ]

    def run_both(self) -> int:
        """Run both until one ends or Ctrl-C; return the exit code."""
        environment = {**os.environ, "PYTHONUNBUFFERED": "1", workers.CLUSTER_VARIABLE: workers.CLUSTER}
        supervisor = Supervisor()
        supervisor.add_process("web", web_command(settings.PORT), env=environment)
        supervisor.add_process("worker", worker_command(), env=environment)
        when_it_answers(settings.PORT, self.welcome)
        supervisor.loop()
        # Whatever was under way is free at once, and what was stopped on purpose was no attempt.
        workers.hand_back(workers.CLUSTER)
        if supervisor.stopped_by_hand:
            self.stdout.write("已停止。")
        else:
            self.stderr.write("网站或后台任务意外结束，已一并停止；原因见上面的输出。")
        return supervisor.returncode or 1
