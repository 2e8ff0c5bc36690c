from . import test_round_purchase
from . import test_lead_times
