from cms.intake.command import ImportCommand


class Command(ImportCommand):
    help = "导入纸质考试的成绩；可重复执行"
    kind = "exam_scores"
