import { Component } from "@odoo/owl";
import { useBus, useService } from "@web/core/utils/hooks";
import { registry } from "@web/core/registry";
import { CharField, charField } from "@web/views/fields/char/char_field";
import { TextField, textField } from "@web/views/fields/text/text_field";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { _t } from "@web/core/l10n/translation";
import { scanMany, scanOne } from "../scan_dialog/scan_dialog";

/**
 * Hear what a hand scanner reads.
 *
 * @param {(code: string) => void} onCode
 * @returns {<T>(scan: () => Promise<T>) => Promise<T>} runs a dialog, in which the scanner works for the dialog alone
 */
function useHandScanner(onCode) {
    let isPaused = false;
    useBus(useService("barcode").bus, "barcode_scanned", (ev) => {
        if (!isPaused) {
            onCode(ev.detail.barcode);
        }
    });
    return async (scan) => {
        isPaused = true;
        try {
            return await scan();
        } finally {
            isPaused = false;
        }
    };
}

/**
 * A text into which a code is scanned: `widget="office_scan"`. A hand scanner fills it in wherever the focus is; of
 * several such fields of a form only those do so without `options="{'hand_scanner': false}"`.
 */
export class ScanField extends CharField {
    static template = "office_admin_scan.ScanField";
    static props = { ...CharField.props, isForHandScanner: { type: Boolean, optional: true } };

    setup() {
        super.setup();
        this.withDialog = useHandScanner((code) => {
            if (this.props.isForHandScanner && !this.props.readonly) {
                this.fillIn(code);
            }
        });
    }

    fillIn(code) {
        return this.props.record.update({ [this.props.name]: this.parse(code) });
    }

    async onScan() {
        const title = this.props.record.fields[this.props.name].string;
        const code = await this.withDialog(() => scanOne(this.env, { title }));
        if (code) {
            await this.fillIn(code);
        }
    }
}

export const scanField = {
    ...charField,
    component: ScanField,
    displayName: _t("Code to Scan"),
    supportedTypes: ["char"],
    extractProps: (fieldInfo) => ({
        ...charField.extractProps(fieldInfo),
        isForHandScanner: fieldInfo.options.hand_scanner !== false,
    }),
};

registry.category("fields").add("office_scan", scanField);

/** A text with a code on each line, to which codes are scanned after each other: `widget="office_scan_lines"`. */
export class ScanLinesField extends TextField {
    static template = "office_admin_scan.ScanLinesField";

    setup() {
        super.setup();
        this.notification = useService("notification");
        this.withDialog = useHandScanner(async (code) => {
            const refused = !this.props.readonly && (await this.add(code));
            if (refused) {
                this.notification.add(refused, { title: code, type: "warning" });
            }
        });
    }

    /** @returns {Promise<string | undefined>} why the code is not added */
    async add(code) {
        const text = this.props.record.data[this.props.name] || "";
        const codes = text.split("\n").map((line) => line.trim());
        if (codes.includes(code)) {
            return _t("It is there already.");
        }
        await this.props.record.update({ [this.props.name]: [...codes.filter(Boolean), code].join("\n") });
    }

    onScan() {
        const title = this.props.record.fields[this.props.name].string;
        return this.withDialog(() => scanMany(this.env, (code) => this.add(code), { title }));
    }
}

export const scanLinesField = {
    ...textField,
    component: ScanLinesField,
    displayName: _t("Codes to Scan, One a Line"),
    supportedTypes: ["text"],
};

registry.category("fields").add("office_scan_lines", scanLinesField);

/**
 * A button with which codes are scanned after each other into a record, on the field `_barcode_scanned` of a model with
 * Odoo's `barcodes.barcode_events_mixin`: `widget="office_scan_many"`. What becomes of a code says the model, in
 * `on_barcode_scanned`, with a warning where it is not taken; a hand scanner needs no button.
 */
export class ScanManyField extends Component {
    static template = "office_admin_scan.ScanManyField";
    static props = { ...standardFieldProps };

    setup() {
        this.withDialog = useHandScanner((code) => {
            if (!this.props.readonly) {
                this.enter(code);
            }
        });
    }

    enter(code) {
        return this.props.record.update({ [this.props.name]: code });
    }

    async onScan() {
        const { hooks } = this.props.record.model;
        const { onWillDisplayOnchangeWarning } = hooks;
        let refused;
        hooks.onWillDisplayOnchangeWarning = (warning) => {
            refused = warning.message;
            return new Promise(() => {}); // the dialog says it, and no notification beside it
        };
        const take = async (code) => {
            refused = undefined;
            await this.enter(code);
            return refused;
        };
        await this.withDialog(() => scanMany(this.env, take));
        hooks.onWillDisplayOnchangeWarning = onWillDisplayOnchangeWarning;
    }
}

export const scanManyField = {
    component: ScanManyField,
    displayName: _t("Codes to Scan"),
    supportedTypes: ["char"],
};

registry.category("fields").add("office_scan_many", scanManyField);
