from . import test_approval_rules
from . import test_approval_running
from . import test_approval_bad_input
from . import test_approval_attacks
from . import test_substitutes
from . import test_access_matrix
from . import test_leavers
from . import test_desk_bus
