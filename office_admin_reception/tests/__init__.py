from . import test_access_matrix
from . import test_badge
from . import test_checklist
from . import test_documents
from . import test_kiosk
from . import test_likeness
from . import test_visit
from . import test_watch
