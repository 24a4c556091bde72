from cms.intake.command import ImportCommand


class Command(ImportCommand):
    help = "导入法律明白人登记表；可重复执行"
    kind = "roster"
