from . import office_rights_explain
from . import office_document_wizard_mixin
from . import office_closing_confirm
from . import office_closing_reason
from . import office_hand_over_pass
from . import office_secrecy_classify
from . import office_secrecy_undertaking_sign
from . import office_secrecy_undertaking_withdraw
