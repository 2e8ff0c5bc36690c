from . import test_documents
from . import test_access_matrix
from . import test_tasks
from . import test_checklists
from . import test_templates
from . import test_attacks
