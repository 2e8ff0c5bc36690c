from . import office_label
