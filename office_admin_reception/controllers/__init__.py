from . import office_badge_pages
from . import office_feedback_pages
from . import office_kiosk_pages
from . import office_visit_pages
from . import office_roll_page
