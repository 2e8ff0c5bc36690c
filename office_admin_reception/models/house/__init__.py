from . import office_presence
from . import office_house_person
from . import office_roll_call
from . import office_roll_call_person
from . import office_roll_call_mark
from . import office_roll_page
from . import office_emergency
