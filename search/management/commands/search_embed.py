import time

from django.core.management.base import BaseCommand, CommandError

from search.meaning import model, vectors


class Command(BaseCommand):
    help = "为重排准备：让模型读完全部公开内容；可以重复运行，只读新的与改过的"

    def handle(self, *args, **options):
        if not model.switched_on():
            raise CommandError("重排没有启用：先设置环境变量 SEARCH_RERANKER，见 README。")
        total, begun = vectors.lacking().count(), time.monotonic()

        def say(done: int) -> None:
            rate = done / (time.monotonic() - begun)
            self.stderr.write(f"  {done}/{total}，每秒 {rate:.0f} 条，约还要 {(total - done) / rate:.0f} 秒")

        try:
            done = vectors.learn(say)
        except model.UnusableModel as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"已读 {done} 条，尚有 {vectors.lacking().count()} 条待读。")
