"""Measures the platform beside a baseline in the same run: `python -m tests.bench [NAME ...] [--size N]`.

Each module of this package has `run(size)`, which prints its figures. State lies in a folder of its own.
"""

import argparse
import importlib
import os
import pkgutil
import tempfile

import tests.bench

NOT_MEASURING = ("__main__", "costs")


def main() -> None:
    names = [
        name
        for _, name, is_package in pkgutil.iter_modules(tests.bench.__path__)
        if not is_package and name not in NOT_MEASURING
    ]
    parser = argparse.ArgumentParser(description="测速：与同一次运行中的基线相比")
    parser.add_argument("names", nargs="*", metavar="项目", help=f"测哪几项：{'、'.join(names)}；默认全部")
    parser.add_argument("--size", type=int, default=10_000, help="数据规模，默认 10000")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as state:
        os.environ["ZHIFA_VAR"] = state
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{state}/bench.sqlite3")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sites.settings.dev")
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        for name in asked.names or names:
            print(f"\n== {name}（{asked.size}）")
            importlib.import_module(f"tests.bench.{name}").run(asked.size)


if __name__ == "__main__":
    main()
