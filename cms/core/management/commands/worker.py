"""Do the background work: tasks, schedules, heartbeats."""

from django_q.management.commands.qcluster import Command as ClusterCommand


class Command(ClusterCommand):
    help = "运行后台任务：导入、检索更新、定时发布。每台主机可以各运行一个"
