from . import office_rights_explain
from . import office_secrecy_classify
from . import office_secrecy_undertaking_sign
from . import office_secrecy_undertaking_withdraw
