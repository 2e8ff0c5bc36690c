from . import office_count_page
