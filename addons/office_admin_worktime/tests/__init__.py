from . import test_adjusted_workday
from . import test_load_year
from . import test_tours
from . import test_working_time
from . import test_access_matrix
from . import test_promises
from . import test_promise_changes
from . import test_escalation
