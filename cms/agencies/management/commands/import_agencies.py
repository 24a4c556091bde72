from cms.intake.command import ImportCommand


class Command(ImportCommand):
    help = "导入责任单位；可重复执行"
    kind = "agencies"
