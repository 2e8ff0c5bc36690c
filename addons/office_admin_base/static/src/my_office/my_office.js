import { Component, onWillDestroy, onWillStart, status, useExternalListener, useState } from "@odoo/owl";

import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const MAX_COUNT = 100; // as the server counts
const CALM = 1000; // milliseconds: so long after the last change the page is loaded again

/** One page for everybody: what I can ask for, what waits for me, and where my requests stand. */
export class MyOffice extends Component {
    static template = "office_admin_base.MyOffice";
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.bus = useService("bus_service");
        this.keepLast = new KeepLast();
        this.state = useState({ desk: null, busy: false, failed: false });
        this.isStale = false;
        const onChange = () => this.onChange();
        this.bus.subscribe("office.desk/changed", onChange);
        useExternalListener(document, "visibilitychange", () => this.loadIfStale());
        // the page is drawn before it is loaded, and says so
        onWillStart(() => void this.load());
        onWillDestroy(() => {
            this.bus.unsubscribe("office.desk/changed", onChange);
            browser.clearTimeout(this.timer);
        });
    }

    async load(orm = this.orm) {
        if (status(this) === "destroyed") {
            return; // an action has led away from the page
        }
        this.isStale = false;
        this.state.failed = false;
        try {
            this.state.desk = await this.keepLast.add(orm.call("office.desk.card", "get_desk", []));
        } catch (error) {
            this.state.failed = true;
            throw error;
        }
    }

    /** Somebody has changed something: ask what, but not for each of many changes and not while nobody looks. */
    onChange() {
        this.isStale = true;
        browser.clearTimeout(this.timer);
        this.timer = browser.setTimeout(() => this.loadIfStale(), CALM);
    }

    loadIfStale() {
        if (this.isStale && document.visibilityState === "visible") {
            this.load(this.orm.silent);
        }
    }

    isImage(icon) {
        return icon.startsWith("/");
    }

    countLabel(counter) {
        return counter.count >= MAX_COUNT ? `${MAX_COUNT - 1}+` : `${counter.count}`;
    }

    async ask(card) {
        if (card.ask_method) {
            return this.action.doAction(await this.orm.call(card.model, card.ask_method, [[]]));
        }
        return this.action.doAction(card.ask, { viewType: "form" });
    }

    open(action) {
        return this.action.doAction(action);
    }

    /** Do what a button of a row says; a dialog that it opens comes first. */
    async press(model, id, method) {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        try {
            await this.action.doActionButton({
                type: "object",
                name: method,
                resModel: model,
                resId: id,
                context: user.context,
                onClose: () => this.load(),
            });
        } finally {
            this.state.busy = false;
        }
    }
}

registry.category("actions").add("office_desk", MyOffice);
