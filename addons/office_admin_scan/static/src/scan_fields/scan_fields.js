import { useBus, useService } from "@web/core/utils/hooks";
import { registry } from "@web/core/registry";
import { CharField, charField } from "@web/views/fields/char/char_field";
import { barcodeHandlerField, BarcodeHandlerField } from "@barcodes/barcode_handler_field";
import { _t } from "@web/core/l10n/translation";
import { scanMany, scanOne } from "../scan_dialog/scan_dialog";

/**
 * A text into which a code is scanned: `widget="office_scan"`. A hand scanner fills it in wherever the focus is; of
 * several such fields of a form only those do so without `options="{'hand_scanner': false}"`.
 */
export class ScanField extends CharField {
    static template = "office_admin_scan.ScanField";
    static props = { ...CharField.props, isForHandScanner: { type: Boolean, optional: true } };

    setup() {
        super.setup();
        this.isScanning = false;
        useBus(useService("barcode").bus, "barcode_scanned", ({ detail }) => {
            if (this.props.isForHandScanner && !this.isScanning && !this.props.readonly) {
                this.fillIn(detail.barcode);
            }
        });
    }

    fillIn(code) {
        return this.props.record.update({ [this.props.name]: this.parse(code) });
    }

    async onScan() {
        this.isScanning = true;
        const code = await scanOne(this.env, { title: this.props.record.fields[this.props.name].string });
        this.isScanning = false;
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

/**
 * A button with which codes are scanned after each other into a record, on the field `_barcode_scanned` of a model with
 * Odoo's `barcodes.barcode_events_mixin`: `widget="office_scan_many"`. What becomes of a code says the model, in
 * `on_barcode_scanned`, with a warning where it is not taken; a hand scanner needs no button.
 */
export class ScanManyField extends BarcodeHandlerField {
    static template = "office_admin_scan.ScanManyField";

    setup() {
        super.setup();
        this.isScanning = false;
    }

    onBarcodeScanned(ev) {
        if (!this.isScanning && !this.props.readonly) {
            super.onBarcodeScanned(ev);
        }
    }

    async onScan() {
        const { hooks } = this.props.record.model;
        const { onWillDisplayOnchangeWarning } = hooks;
        let refused;
        hooks.onWillDisplayOnchangeWarning = (warning) => {
            refused = warning.message;
            return onWillDisplayOnchangeWarning(warning);
        };
        this.isScanning = true;
        await scanMany(this.env, async (code) => {
            refused = undefined;
            await this.props.record.update({ [this.props.name]: code });
            return refused;
        });
        this.isScanning = false;
        hooks.onWillDisplayOnchangeWarning = onWillDisplayOnchangeWarning;
    }
}

export const scanManyField = {
    ...barcodeHandlerField,
    component: ScanManyField,
    displayName: _t("Codes to Scan"),
    supportedTypes: ["char"],
};

registry.category("fields").add("office_scan_many", scanManyField);
