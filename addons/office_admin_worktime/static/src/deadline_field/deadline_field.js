import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { CharField, charField } from "@web/views/fields/char/char_field";

const LOOKS = {
    on_time: { icon: "fa-clock-o", color: "text-success" },
    due_soon: { icon: "fa-hourglass-half", color: "text-warning-emphasis" },
    late: { icon: "fa-exclamation-triangle", color: "text-danger" },
    paused: { icon: "fa-pause-circle", color: "text-muted" },
};
const ENDED_LOOKS = {
    met: { icon: "fa-check", color: "text-muted" },
    missed: { icon: "fa-check", color: "text-danger" },
};

/** The next promise of a document in words, in the colour of its status. */
export class DeadlineField extends CharField {
    static template = "office_admin_worktime.DeadlineField";

    get look() {
        const { deadline_status, deadline_outcome } = this.props.record.data;
        return LOOKS[deadline_status] || ENDED_LOOKS[deadline_outcome] || { icon: "", color: "" };
    }
}

export const deadlineField = {
    ...charField,
    component: DeadlineField,
    displayName: _t("Promise in Words"),
    supportedTypes: ["char"],
    fieldDependencies: [
        { name: "deadline_status", type: "selection" },
        { name: "deadline_outcome", type: "selection" },
    ],
};

registry.category("fields").add("office_deadline", deadlineField);
