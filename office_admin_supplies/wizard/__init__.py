from . import office_supply_request_hand_out
