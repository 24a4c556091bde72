from django_tasks import task

from sites.api import nightly
from sites.api.datasets import DATASETS


@task()
def write_open_data() -> None:
    """Write the files of all datasets anew."""
    nightly.write_all()


@task()
def write_dataset(name: str) -> None:
    """Write the files of one dataset anew, in which something stands that was withdrawn."""
    nightly.write(DATASETS[name])
