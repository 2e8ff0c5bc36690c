from . import test_access_matrix
from . import test_compare
from . import test_count
from . import test_count_page
from . import test_count_rows
