from . import office_custody_step
