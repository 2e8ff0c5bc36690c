from . import office_desk_demo
from . import office_emergency_demo
from . import office_kiosk_demo
from . import office_visit_demo
from . import office_visit_odd_demo
from . import office_house_demo
