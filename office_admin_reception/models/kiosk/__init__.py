from . import office_kiosk
from . import office_visit_rule
from . import office_visit_signature
from . import office_kiosk_entry
from . import office_visit
from . import office_visit_guest
