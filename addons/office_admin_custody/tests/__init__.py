from . import test_custody
from . import test_promises
from . import test_leavers
from . import test_attacks
from . import test_things
from . import test_access_matrix
