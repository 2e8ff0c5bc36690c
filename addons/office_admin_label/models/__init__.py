from . import office_label
from . import office_label_mixin
