from . import office_test_pages
