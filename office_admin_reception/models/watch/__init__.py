from . import office_watch_person
from . import office_watch_hit
from . import office_visit
from . import office_visit_guest
