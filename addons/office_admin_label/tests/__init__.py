from . import test_access_matrix
from . import test_label
from . import test_label_page
from . import test_label_print
