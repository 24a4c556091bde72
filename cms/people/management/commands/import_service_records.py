from cms.intake.command import ImportCommand


class Command(ImportCommand):
    help = "导入志愿服务记录；可重复执行"
    kind = "service_records"
