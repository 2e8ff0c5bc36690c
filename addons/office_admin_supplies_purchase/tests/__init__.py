from . import test_access_matrix
from . import test_round_increase
from . import test_round_purchase
from . import test_lead_times
from . import test_order_as_approved
from . import test_purchase_verbs
from . import test_history_carriers
