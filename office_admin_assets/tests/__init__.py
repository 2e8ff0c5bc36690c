from . import test_access_matrix
from . import test_card
from . import test_card_attacks
from . import test_card_readers
from . import test_dates
from . import test_import
from . import test_lots
from . import test_time_line
