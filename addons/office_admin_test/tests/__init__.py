from . import test_access_matrix
from . import test_actions
from . import test_documents
from . import test_outside
from . import test_record_rules
