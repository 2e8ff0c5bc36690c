from . import test_actions
from . import test_documents
