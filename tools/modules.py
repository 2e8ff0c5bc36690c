"""The add-ons of this project: which there are, what they need of Odoo, and whether their sources changed."""

import ast
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tools import paths, state

# The folders that make up odoo.conf's addons_path, in its order: Odoo finds the module of a translated term by the
# first folder that contains its file, so the root comes last.
FOLDERS = (paths.ROOT / 'addons', paths.ROOT)

# A change of these has to be loaded into the database. Static files and tests are read from the disk.
_LOADED = ('.py', '.xml', '.csv', '.po')
_NOT_LOADED = {'static', 'tests', '__pycache__'}


@dataclass(frozen=True)
class Module:
    """One add-on of ours."""

    path: Path
    manifest: dict = field(hash=False)

    @property
    def name(self):
        return self.path.name

    @property
    def is_for_tests(self):
        """Whether it is installed where tests run, and nowhere else."""
        return self.name.endswith('_test')

    def digest(self):
        """Changes with every source that has to be loaded into the database."""
        return self._digest(path for path in self.path.rglob('*') if path.suffix in _LOADED
                            and not _NOT_LOADED.intersection(path.relative_to(self.path).parts))

    def content(self):
        """Changes with every file, those of the tests as well."""
        return self._digest(path for path in self.path.rglob('*') if path.is_file() and path.suffix != '.pyc')

    def _digest(self, files):
        return state.digest(*(part for path in sorted(files) for part in (path.relative_to(self.path), path)))


@cache
def with_tests():
    """All installable add-ons of the project, by name, and those that only tests install."""
    manifests = [path for folder in FOLDERS for path in sorted(folder.glob('office_admin_*/__manifest__.py'))]
    modules = [Module(path.parent, ast.literal_eval(path.read_text())) for path in manifests]
    return {module.name: module for module in modules if module.manifest.get('installable', True)}


def ours():
    """The add-ons that people install, by name."""
    return {name: module for name, module in with_tests().items() if not module.is_for_tests}


def related(name):
    """The names of our add-ons on which the one of this name stands, and of those that stand on it; no other apps."""
    return _below(name) | {other for other in with_tests() if name in _below(other)}


@cache
def _below(name):
    depends = with_tests().keys() & set(with_tests()[name].manifest.get('depends', ()))
    return depends.union(*(_below(other) for other in depends))


def for_tests():
    """The add-ons that only tests install, by name."""
    return {name: module for name, module in with_tests().items() if module.is_for_tests}


def core_dependencies():
    """The modules of Odoo that ours name in their manifests."""
    named = {name for module in ours().values() for name in module.manifest.get('depends', ())}
    return sorted(named - ours().keys()) or ['web']


def digests(names=None):
    """What a database that is up to date was installed from, of the modules ``names`` or all but those for tests."""
    return {name: with_tests()[name].digest() for name in sorted(ours() if names is None else names)}


def contents():
    """What the tests of each module were run on."""
    return {name: module.content() for name, module in sorted(with_tests().items())}


def with_dependents(names):
    """The modules of these names and all that stand on them."""
    found = set(names)
    if found & for_tests().keys():  # the tests of all stand on them
        return sorted(with_tests())
    while more := {name for name, module in with_tests().items()
                   if name not in found and found.intersection(module.manifest.get('depends', ()))}:
        found |= more
    return sorted(found)
