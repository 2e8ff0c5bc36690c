from . import office_approval_decide
from . import office_approval_rule_try
