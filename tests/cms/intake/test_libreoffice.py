"""What LibreOffice makes of a file when somebody only opens and saves it says the same as before."""

import shutil
import subprocess

import pytest

from cms.people.enums import AppointmentRole
from tests.cms.intake.answers import answer_of
from tests.cms.intake.test_sent import FOLDER, TODAY, district
from tests.cms.people.factories import AppointmentFactory, PersonFactory
from tests.conftest import absent

pytestmark = [pytest.mark.django_db, pytest.mark.libreoffice]
__all__ = ["district"]
COMMANDS = {
    "桃林志愿者.xlsx": "import_volunteers",
    "教育局进校园.xlsx": "import_activities",
    "培训签到.xlsx": "import_attendance",
    "清溪镇登记表.xlsx": "import_roster",
    "各居汇总.xlsx": "import_roster",
}


@pytest.fixture
def saved(tmp_path):
    """The workbooks as LibreOffice saves them in the old format, all at one start."""
    program = shutil.which("soffice")
    if program is None:
        absent("没有 LibreOffice：安装 libreoffice-calc 后再试")
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = [program, home, "--headless", "--convert-to", "xls:MS Excel 97", "--outdir", str(tmp_path)]
    subprocess.run([*command, *(str(FOLDER / name) for name in COMMANDS)], check=True, capture_output=True)
    return tmp_path


def test_a_workbook_saved_again_in_the_old_format_says_the_same(district, saved):
    for name, phone in (("周甲", "19900000031"), ("周乙", "19900000032"), ("周丙", "19900000033")):
        AppointmentFactory(person=PersonFactory(name=name, phone=phone), role=AppointmentRole.LITERATE)
    for name, command in COMMANDS.items():
        before, after = (
            answer_of(path, command, TODAY, dry_run=True)["sheets"]
            for path in (FOLDER / name, (saved / name).with_suffix(".xls"))
        )
        assert after == before, name
