from . import office_test_import
