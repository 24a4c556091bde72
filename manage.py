#!/usr/bin/env python
import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sites.settings.dev")
    from sites.starting import run_command

    run_command(sys.argv)


if __name__ == "__main__":
    main()
