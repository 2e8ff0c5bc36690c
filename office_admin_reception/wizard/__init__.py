from . import office_kiosk_address
from . import office_kiosk_entry_settle
