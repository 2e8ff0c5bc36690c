from . import office_desk_thing
from . import office_desk_custody
from . import office_visit_loan
from . import office_visit_guest
from . import office_visit
