from cms.intake.command import ImportCommand


class Command(ImportCommand):
    help = "导入普法志愿者名册；可重复执行"
    kind = "volunteers"
