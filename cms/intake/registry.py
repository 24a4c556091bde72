"""The kinds of file that can be imported. Each app's `imports` registers its own."""

from django.utils.module_loading import autodiscover_modules

from cms.intake.spec import ImportSpec

_specs: dict[str, ImportSpec] = {}


def register(spec: ImportSpec) -> ImportSpec:
    _specs[spec.kind] = spec
    return spec


def spec_of(kind: str) -> ImportSpec:
    """The specification of a kind; KeyError where there is none."""
    return _specs[kind]


def every_spec() -> list[ImportSpec]:
    return list(_specs.values())


def specs_for(user) -> list[ImportSpec]:
    """The kinds this account may import."""
    return [spec for spec in _specs.values() if spec.may_import(user)]


def autodiscover() -> None:
    autodiscover_modules("imports")
