from cms.intake.command import ImportCommand


class Command(ImportCommand):
    help = "导入公共法律服务站点；可重复执行"
    kind = "service_points"
