from . import calendar_attendee
from . import calendar_event
from . import office_visit
from . import office_visit_guest
from . import office_visit_privacy
