from . import office_label_print
