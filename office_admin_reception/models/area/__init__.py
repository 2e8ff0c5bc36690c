from . import office_visit_area
from . import office_visit_purpose
from . import office_visit
