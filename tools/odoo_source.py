"""Where Odoo 19 comes from: the user's own, Debian's package, or a clone, in this order."""

import importlib.util
import re
import shlex
import shutil
import subprocess
from pathlib import Path

from tools import paths, process, state, system
from tools.console import Failure, step

VERSION = (19, 0)
SERIES = '.'.join(map(str, VERSION))

_UNPACKED = paths.HOME / 'root'
_CLONED = paths.HOME / 'src'
_KEYRING = Path('/usr/share/keyrings/debian-archive-keyring.gpg')
_GIT_URL = 'https://github.com/odoo/odoo'

# Odoo's package links to files of these. They come from the machine's own release of Debian: the newer
# fonts-font-awesome lacks the icon names that Odoo uses.
_LINKED_PACKAGES = ('libjs-jquery', 'libjs-underscore', 'libjs-jquery-form', 'fonts-font-awesome',
                    'fonts-roboto-unhinted', 'fonts-inconsolata', 'fonts-ocr-b')
# Debian leaves this file out; bundles of the web client that list it log an error in the browser.
_STRIPPED_FILES = ('mail/static/lib/selfie_segmentation/selfie_segmentation.js',)


def ensure(named=None):
    """Make sure that there is an Odoo of our version.

    :param named: a folder that the user names, or None
    :return: the folder to import ``odoo`` from
    :raise Failure: the named one is not Odoo or another version, or none can be had
    """
    if named:
        return _check_named(Path(named))
    if installed := _find_importable():
        return installed
    if _KEYRING.exists() and shutil.which('apt-get'):
        return _ensure_debian()
    return _ensure_clone()


def addons_paths(folder):
    """The folders of Odoo's own modules: in its package, or beside it as in a checkout."""
    inside, beside = folder / 'odoo' / 'addons', folder / 'addons'
    return [inside] if (inside / 'web').is_dir() else [beside, inside]


def version_of(folder):
    """The (major, minor) of the Odoo in ``folder``, read without importing it; None if there is none."""
    try:
        text = (folder / 'odoo' / 'release.py').read_text()
    except OSError:
        return None
    match = re.search(r"^version_info\s*=\s*\(\s*'?(\D*)(\d+)'?\s*,\s*(\d+)", text, re.MULTILINE)
    return (int(match[2]), int(match[3])) if match else None


def _check_named(folder):
    folder = folder.resolve()
    for candidate in (folder, folder.parent, folder / 'usr/lib/python3/dist-packages'):
        if version := version_of(candidate):
            if version != VERSION:
                raise Failure(f"{folder} holds Odoo {version[0]}.{version[1]}; these add-ons need Odoo {SERIES}.")
            return candidate
    raise Failure(f"{folder} is no Odoo: it has no odoo/release.py. Name the folder that holds odoo-bin.")


def _find_importable():
    """An Odoo that this Python already imports. Odoo is a namespace package, so look into each of its places."""
    spec = importlib.util.find_spec('odoo')
    for folder in (Path(place).resolve().parent for place in (spec.submodule_search_locations if spec else ())):
        # Not the one that we unpacked: this command may have been started by the Python of our own environment.
        if version_of(folder) == VERSION and not folder.is_relative_to(paths.HOME):
            return folder
    return None


def _ensure_debian():
    folder = _UNPACKED / 'usr/lib/python3/dist-packages'
    inputs = state.digest('odoo-19', *_LINKED_PACKAGES, *_STRIPPED_FILES)
    if state.is_done('odoo', inputs) and folder.is_dir():
        return folder
    state.set_undone('odoo')
    system.need_disk(3000, paths.HOME)
    with state.work_folder('odoo') as work:
        with step(f"Odoo {SERIES} downloaded (Debian package)"):
            _download(work)
        with step(f"Odoo {SERIES} unpacked"):
            for package in sorted(work.glob('*.deb')):
                process.run(['dpkg', '-x', package, work / 'root'], 'odoo-unpack')
            for name in _STRIPPED_FILES:
                path = work / 'root/usr/lib/python3/dist-packages/odoo/addons' / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.touch()
            shutil.rmtree(_UNPACKED, ignore_errors=True)
            (work / 'root').rename(_UNPACKED)
    state.set_done('odoo', inputs)
    return folder


def _download(work):
    """Fetch the packages with an apt state of our own: the machine's sources and lists stay as they are."""
    codename = _os_release().get('VERSION_CODENAME', 'stable')
    said = ()
    for mirror in _mirrors(codename):
        sources = work / 'sources.list'
        sources.write_text(''.join(
            f'deb [signed-by={_KEYRING}] {mirror} {suite} main\n' for suite in (codename, 'sid')))
        (work / 'apt/lists/partial').mkdir(parents=True, exist_ok=True)
        (work / 'apt/cache/archives/partial').mkdir(parents=True, exist_ok=True)
        options = {
            'Dir::Etc::sourcelist': sources,
            'Dir::Etc::sourceparts': '/nonexistent',
            'Dir::Etc::preferencesparts': '/nonexistent',
            'Dir::State::Lists': work / 'apt/lists',
            'Dir::Cache': work / 'apt/cache',
            'Acquire::Languages': 'none',
            # root may not be able to hand this folder to the user that apt downloads as
            'APT::Sandbox::User': 'root',
        }
        apt = ['apt-get', '-q', *(f'-o{name}={value}' for name, value in options.items())]
        try:
            process.run([*apt, 'update', '--error-on=any'], 'odoo-lists', cwd=work)
        except Failure as failure:
            said = failure.details
            continue
        names = ['odoo-19/sid', *(f'{name}/{codename}' for name in _LINKED_PACKAGES)]
        process.run([*apt, 'download', *names], 'odoo-download', cwd=work,
                    remedy=f"Odoo {SERIES} could not be downloaded: try again, or name one with --odoo DIR")
        return
    raise Failure(f"No Debian mirror of this machine could be reached for Odoo {SERIES}: mend the network or apt's "
                  "sources, or name an Odoo with --odoo DIR.", said)


def _mirrors(codename):
    """The addresses from which this machine gets Debian itself, the likeliest first."""
    listing = subprocess.run(['apt-get', 'update', '--print-uris'], capture_output=True, text=True, check=False).stdout
    return mirrors_in(listing.splitlines(), codename)


def mirrors_in(lines, codename):
    """The mirrors in what ``apt-get update --print-uris`` prints.

    Foreign sources may use the codename too, so those that also carry the release's updates come first.
    """
    uris = [shlex.split(line)[0] for line in lines if line.startswith("'")]
    end = f'/dists/{codename}/InRelease'
    homes = dict.fromkeys(uri.removesuffix(end) for uri in uris if uri.endswith(end))
    return sorted(homes, key=lambda home: f'{home}/dists/{codename}-updates/InRelease' not in uris)


def _os_release():
    lines = Path('/etc/os-release').read_text().splitlines()
    return dict(line.replace('"', '').split('=', 1) for line in lines if '=' in line)


def _ensure_clone():
    """Elsewhere than on Debian: the branch of the series, as Odoo publishes it."""
    inputs = state.digest(_GIT_URL, SERIES)
    if not (state.is_done('odoo', inputs) and _CLONED.is_dir()):
        state.set_undone('odoo')
        system.need_disk(4000, paths.HOME)
        with step(f"Odoo {SERIES} cloned"), state.work_folder('odoo') as work:
            process.run(['git', 'clone', '--depth', '1', '--branch', SERIES, _GIT_URL, work / 'src'], 'odoo-clone',
                        remedy=f"Odoo {SERIES} could not be cloned; name one that you have with --odoo DIR")
            shutil.rmtree(_CLONED, ignore_errors=True)
            (work / 'src').rename(_CLONED)
        state.set_done('odoo', inputs)
    return _CLONED
