"""Odoo as a file of its own, by whose name it can start itself anew, as it does when it has run for too long.

``python -m odoo`` cannot: what it would start is a file of its package, which does not run alone.
"""

import sys

sys.path.pop(0)     # this folder, which Python puts there

from odoo.cli import main  # noqa: E402 without this folder

main()
