from . import test_catalog
from . import test_hand_out
from . import test_stock_attacks
from . import test_supply_request
from . import test_supply_security
from . import test_tours
from . import test_workflow
