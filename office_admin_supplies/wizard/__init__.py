from . import office_supply_request_hand_out
from . import office_supply_request_hand_out_receiver
from . import office_supply_pick_list
from . import office_supply_request_give_back
from . import office_supply_custody_lose
from . import office_supply_request_hand_out_old
from . import office_supply_advice_what_if
