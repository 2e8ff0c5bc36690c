from . import office_count_mixin
from . import office_count_row
