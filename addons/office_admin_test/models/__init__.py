from . import office_test_request
from . import office_test_request_line
from . import office_test_slip
from . import office_test_loan
from . import office_test_schedule
from . import office_test_thing
from . import office_test_count
from . import office_checklist_template
