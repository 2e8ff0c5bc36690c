import { Component, onMounted, onWillUnmount, useRef, useState } from "@odoo/owl";
import { isBarcodeScannerSupported } from "@web/core/barcode/barcode_video_scanner";
import { hasTouch } from "@web/core/browser/feature_detection";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { useBus, useService } from "@web/core/utils/hooks";
import { Camera } from "../camera";
import { readable } from "../readable";

/** For so many milliseconds after it was last read, a code is still in view, and no second thing. */
const IN_VIEW = 2000;
/** So many of the last codes are shown. */
const SHOWN = 5;
const READER = "/web/static/lib/zxing-library/zxing-library.js";

/** @returns {string} why there is no camera here, in a sentence for who stands before the thing; empty if there is one */
export function getCameraHindrance() {
    if (!window.isSecureContext) {
        return _t(
            "The camera works at an address with https only: an administrator sets it up. A hand scanner works, and so does typing."
        );
    }
    if (!isBarcodeScannerSupported()) {
        return _t("There is no camera here. Use a hand scanner, or type the code.");
    }
    return "";
}

/** @returns {string} why the camera did not start, in such a sentence */
function getRefusal(error) {
    switch (error.name) {
        case "NotAllowedError":
            return _t("The browser may not use the camera: allow it in its settings. Or use a hand scanner, or type the code.");
        case "NotFoundError":
            return _t("There is no camera here. Use a hand scanner, or type the code.");
        default:
            return _t("The camera did not start: another program may use it. Use a hand scanner, or type the code.");
    }
}

export class ScanDialog extends Component {
    static template = "office_admin_scan.ScanDialog";
    static components = { Dialog };
    static props = {
        close: Function,
        isContinuous: { type: Boolean, optional: true },
        onCode: Function,
        title: { type: String, optional: true },
    };

    setup() {
        this.typed = useRef("typed");
        this.video = useRef("video");
        this.lastRead = new Map(); // when each code was read last
        this.state = useState({ hindrance: getCameraHindrance(), rows: [], count: 0 });
        useBus(useService("barcode").bus, "barcode_scanned", (ev) => this.take(ev.detail.barcode));
        onMounted(() => {
            if (hasTouch()) {
                // or its keyboard covers the picture
                this.typed.el.blur();
            }
            if (!this.state.hindrance) {
                this.startCamera();
            }
        });
        onWillUnmount(() => this.camera?.stop());
    }

    get title() {
        return this.props.title || _t("Scan");
    }

    async startCamera() {
        this.camera = new Camera(this.video.el, READER, (code) => this.take(code));
        try {
            await this.camera.start();
        } catch (error) {
            this.camera.stop();
            this.state.hindrance = getRefusal(error);
        }
    }

    onTyped(ev) {
        ev.preventDefault();
        this.take(this.typed.el.value);
        this.typed.el.value = "";
    }

    /** Take a code from wherever it comes; one that is held before the camera, or comes again, is taken once. */
    async take(text) {
        const code = text.trim();
        const before = this.lastRead.get(code);
        this.lastRead.set(code, Date.now());
        if (!code || Date.now() - before < IN_VIEW) {
            return;
        }
        if (before) {
            this.show(code, _t("scanned before"), "text-muted");
            return;
        }
        navigator.vibrate?.(60);
        const refused = await this.props.onCode(code);
        if (!this.props.isContinuous) {
            this.props.close();
            return;
        }
        this.state.count += refused ? 0 : 1;
        this.show(code, refused || "", refused ? "text-danger" : "text-success");
    }

    show(code, text, kind) {
        const name = readable(code);
        const rows = this.state.rows.filter((row) => row.name !== name);
        this.state.rows = [{ name, text, kind }, ...rows].slice(0, SHOWN);
    }
}

/**
 * Let the user scan one code, by the camera, by a hand scanner, or typed.
 *
 * @param {import("@web/env").OdooEnv} env
 * @param {{title?: string}} [options]
 * @returns {Promise<string | null>} null if they leave without one
 */
export function scanOne(env, options = {}) {
    return new Promise((resolve) => {
        env.services.dialog.add(
            ScanDialog,
            { ...options, onCode: resolve },
            { onClose: () => resolve(null) }
        );
    });
}

/**
 * Let the user scan codes after each other until they are done; each one is given once.
 *
 * @param {import("@web/env").OdooEnv} env
 * @param {(code: string) => (string | void | Promise<string | void>)} onCode what to do with one; returns a sentence if
 *     it is not taken
 * @param {{title?: string}} [options]
 * @returns {Promise<void>} when they are done
 */
export function scanMany(env, onCode, options = {}) {
    return new Promise((resolve) => {
        env.services.dialog.add(
            ScanDialog,
            { ...options, isContinuous: true, onCode },
            { onClose: resolve }
        );
    });
}
