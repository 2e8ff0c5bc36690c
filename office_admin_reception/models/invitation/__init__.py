from . import office_place
from . import office_visit_guest
from . import office_visit
