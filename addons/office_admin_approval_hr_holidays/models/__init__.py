from . import hr_leave
from . import office_substitution
