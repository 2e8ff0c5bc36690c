from . import test_access_matrix
from . import test_public_counter
from . import test_public_link
from . import test_public_page
