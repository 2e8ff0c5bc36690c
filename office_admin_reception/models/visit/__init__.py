from . import office_visit_purpose
from . import office_visit_fact_mixin
from . import office_visit_guest
from . import office_visit_stay
from . import office_visit_call
from . import office_visit
