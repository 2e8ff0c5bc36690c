from . import test_round_purchase
