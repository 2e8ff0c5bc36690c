import { registry } from "@web/core/registry";
import { scanOne } from "../scan_dialog/scan_dialog";

/**
 * A client action with a `res_model`: what is scanned is opened, by the `action_open_scanned` of that model.
 *
 * @param {import("@web/env").OdooEnv} env
 * @param {{res_model: string, name: string, context: Object}} action
 */
async function openScanned(env, { res_model, name, context }) {
    const code = await scanOne(env, { title: name });
    if (code) {
        return env.services.orm.call(res_model, "action_open_scanned", [code], { context });
    }
}

registry.category("actions").add("office_scan_open", openScanned);
