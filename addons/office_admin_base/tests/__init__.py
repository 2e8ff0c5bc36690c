from . import test_number_counter
from . import test_positions
from . import test_time_machine
from . import test_transition
from . import test_spreadsheet
from . import test_superuser
from . import test_access_matrix
from . import test_beside_odoo
