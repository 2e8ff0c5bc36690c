from . import test_office_supply_request
