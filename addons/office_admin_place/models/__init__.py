from . import office_place
from . import hr_work_location
