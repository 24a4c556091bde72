"""The demo accounts, one per role. They exist only where the demo district was loaded."""

from dataclasses import dataclass

from cms.accounts.enums import Role

DEMO_PASSWORD = "zhifa-demo-2026"  # noqa: S105


@dataclass(frozen=True)
class DemoAccount:
    username: str
    name: str
    role: Role


DEMO_ACCOUNTS = (
    DemoAccount("admin", "管知远", Role.ADMINISTRATOR),
    DemoAccount("office", "普明法", Role.OFFICE),
    DemoAccount("editor", "文思齐", Role.EDITOR),
    DemoAccount("reviewer", "沈慎言", Role.REVIEWER),
    DemoAccount("agency", "连小川", Role.AGENCY_LOGGER),
    DemoAccount("agency2", "季云舒", Role.AGENCY_LOGGER),
    DemoAccount("community", "居安和", Role.COMMUNITY_COORDINATOR),
    DemoAccount("member", "沐清风", Role.MEMBER),
)
