from . import office_visit
