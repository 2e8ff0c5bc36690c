from . import office_kiosk_address
from . import office_visit_walk_in
from . import office_kiosk_entry_settle
from . import office_visit_arrival
from . import office_visit_pass_on
from . import office_presence_mark
