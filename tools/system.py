"""Debian packages: which are missing, and installing only these. The one thing that needs root or sudo."""

import glob
import os
import shutil
import subprocess
import sysconfig
from dataclasses import dataclass
from pathlib import Path

from tools import process
from tools.console import Failure, say, step


@dataclass(frozen=True)
class Package:
    """A Debian package, and a file or program that tells whether what it brings is there, wherever it came from."""

    name: str
    witness: str

    def is_present(self):
        return bool(glob.glob(self.witness) or shutil.which(Path(self.witness).name))


COMPILER = (
    Package('gcc', '/usr/bin/gcc'),
    Package('libpq-dev', '/usr/include/postgresql/libpq-fe.h'),
    Package('libcairo2-dev', '/usr/include/cairo/cairo.h'),
    Package('pkg-config', '/usr/bin/pkg-config'),
    Package('python3-dev', sysconfig.get_path('include') + '/Python.h'),
)
POSTGRES = (Package('postgresql', '/usr/lib/postgresql/*/bin/initdb'),)
POSTGRES_CLIENT = (Package('postgresql-client', '/usr/lib/postgresql/*/bin/psql'),)
PRINTING = (
    Package('wkhtmltopdf', '/usr/bin/wkhtmltopdf'),
    Package('fonts-noto-cjk', '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc'),
    Package('fonts-wqy-zenhei', '/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc'),
    Package('libpangoft2-1.0-0', '/usr/lib/*/libpangoft2-1.0.so.0'),
    Package('libharfbuzz-subset0', '/usr/lib/*/libharfbuzz-subset.so.0'),
)
# Chromium without windows, which starts with half the work; not the script of that name, which outlives its end.
BROWSER = '/usr/lib/chromium/chromium-headless-shell'
BROWSERS = (Package('chromium-headless-shell', BROWSER),)


def ensure(packages):
    """Install those of ``packages`` that are missing.

    :raise Failure: neither root nor sudo, or apt cannot install them
    """
    missing = [package.name for package in packages if not package.is_present()]
    if not missing:
        return
    names = ' '.join(missing)
    if not shutil.which('apt-get'):
        raise Failure(f"These are missing and this system has no apt to install them: {names}")
    apt = [*_become_root(names), 'env', 'DEBIAN_FRONTEND=noninteractive',
           'apt-get', '-q', '-o', 'DPkg::Lock::Timeout=300']
    with step(f"Debian packages: {names}"):
        _update_lists(apt)
        process.run([*apt, 'install', '-y', '--no-install-recommends', *missing], 'apt-install', on_terminal=True,
                    remedy=f"apt could not install {names}")


def _become_root(names):
    if os.geteuid() == 0:
        return []
    # sudo asks for the password now; the later calls run without one.
    say(f"Debian packages are missing, sudo installs them: {names}")
    if not shutil.which('sudo') or subprocess.run(['sudo', '-v'], check=False).returncode:
        raise Failure(f"Ask an administrator for: apt-get install {names}")
    return ['sudo', '-n']


def _update_lists(apt):
    """An old list names files that are gone. A foreign source that fails to update is no reason to stop."""
    try:
        process.run([*apt, 'update'], 'apt-update', on_terminal=True)
    except Failure:
        pass


def need_disk(megabytes, path):
    """Stop before a download rather than in the middle of it.

    :raise Failure: less than ``megabytes`` are free where ``path`` is
    """
    free = shutil.disk_usage(path).free // 1_000_000
    if free < megabytes:
        raise Failure(f"Only {free} MB are free on the disk of {path}; the set-up needs {megabytes} MB. "
                      "Make room and start again.")


def postgres_bin():
    """The folder of PostgreSQL's programs, of the newest version installed."""
    found = [Path(path).parent for path in glob.glob(POSTGRES_CLIENT[0].witness)]
    return max(found, key=lambda path: float(path.parent.name)) if found else Path(shutil.which('psql')).parent
