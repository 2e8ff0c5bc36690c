import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

// What every employee reaches from the menu of his name, so that it needs no tile of its own.

function myUndertakingsItem(env) {
    return {
        type: "item",
        id: "office_undertakings",
        description: _t("My Undertakings"),
        callback: () => env.services.action.doAction("office_admin_base.office_secrecy_undertaking_action_my"),
        sequence: 52,
    };
}

function whyCanIItem(env) {
    return {
        type: "item",
        id: "office_why_can_i",
        description: _t("Why Can I Do That?"),
        callback: () => env.services.action.doAction("office_admin_base.office_rights_explain_action_my"),
        sequence: 53,
    };
}

registry
    .category("user_menuitems")
    .add("office_undertakings", myUndertakingsItem)
    .add("office_why_can_i", whyCanIItem);
