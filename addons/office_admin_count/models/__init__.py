from . import office_blind_count_mixin
from . import office_count_mixin
from . import office_count_row
