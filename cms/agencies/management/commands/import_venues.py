from cms.intake.command import ImportCommand


class Command(ImportCommand):
    help = "导入法治文化阵地；可重复执行"
    kind = "venues"
