import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { progressBarField, ProgressBarField } from "@web/views/fields/progress_bar/progress_bar_field";
import { onWillUnmount } from "@odoo/owl";

/** A progress bar that follows the work on the server: it reads its record anew when the server says so. */
export class RoundProgressField extends ProgressBarField {
    setup() {
        super.setup();
        this.bus = useService("bus_service");
        const onProgress = ({ id }) => {
            if (id === this.props.record.resId && !this.props.record.dirty) {
                this.props.record.load();
            }
        };
        this.bus.subscribe("office.supply.round/progress", onProgress);
        onWillUnmount(() => this.bus.unsubscribe("office.supply.round/progress", onProgress));
    }
}

registry.category("fields").add("office_round_progress", {
    ...progressBarField,
    component: RoundProgressField,
});
