from . import office_visit_permit
from . import office_visit_induction
from . import office_visit_purpose
from . import office_visit_guest
from . import office_visit
