"""Where things are. Everything that ``office`` makes lives in one folder, which can be deleted at any time."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / 'tools'

HOME = ROOT / '.odoo'
DATA = HOME / 'data'          # Odoo's data_dir: file store and sessions
LOGS = HOME / 'log'
SHOTS = HOME / 'shots'
STAMPS = HOME / 'stamps'
TEMP = HOME / 'tmp'           # on the same file system, so that finished work is moved in one rename
VENV = HOME / 'venv'
PYTHON = VENV / 'bin' / 'python'
CLUSTER = HOME / 'pg'
