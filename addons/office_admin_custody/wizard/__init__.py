from . import hr_departure_wizard
from . import office_custody_step
