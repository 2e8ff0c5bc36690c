import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component } from "@odoo/owl";

const STEP_LOOKS = {
    approved: { icon: "fa-check-circle", color: "text-success" },
    refused: { icon: "fa-times-circle", color: "text-danger" },
    open: { icon: "fa-hourglass-half", color: "text-warning-emphasis" },
    waiting: { icon: "fa-circle-o", color: "text-muted" },
    skipped: { icon: "fa-forward", color: "text-muted" },
    dropped: { icon: "fa-ban", color: "text-muted" },
};

/** The steps of an approval: who has decided, for whom it waits since when, and who comes next. */
export class ApprovalField extends Component {
    static template = "office_admin_approval.ApprovalField";
    static props = { ...standardFieldProps };

    get approval() {
        return this.props.record.data[this.props.name] || { steps: [], remarks: [] };
    }

    look(step) {
        return STEP_LOOKS[step.status] || STEP_LOOKS.waiting;
    }
}

/** The rules that were looked at for an example, in their order, and what became of each. */
export class ApprovalRulesField extends Component {
    static template = "office_admin_approval.ApprovalRulesField";
    static props = { ...standardFieldProps };

    get rules() {
        return this.props.record.data[this.props.name] || [];
    }
}

registry.category("fields").add("office_approval", { component: ApprovalField, supportedTypes: ["json"] });
registry.category("fields").add("office_approval_rules", { component: ApprovalRulesField, supportedTypes: ["json"] });
