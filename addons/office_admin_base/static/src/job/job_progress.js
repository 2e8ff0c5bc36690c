import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { progressBarField, ProgressBarField } from "@web/views/fields/progress_bar/progress_bar_field";
import { onWillUnmount } from "@odoo/owl";

/** A progress bar that follows the work on the server: it reads its record anew when the server says so. */
export class JobProgressField extends ProgressBarField {
    setup() {
        super.setup();
        this.bus = useService("bus_service");
        const onProgress = ({ model, id }) => {
            const { record } = this.props;
            if (model === record.resModel && id === record.resId && !record.dirty) {
                record.load();
            }
        };
        this.bus.subscribe("office.job/progress", onProgress);
        onWillUnmount(() => this.bus.unsubscribe("office.job/progress", onProgress));
    }
}

registry.category("fields").add("office_job_progress", {
    ...progressBarField,
    component: JobProgressField,
});
