import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Component, markup, onWillStart, useState } from "@odoo/owl";

/** A page that the server has written: to read, with buttons that lead to where things are set up. */
export class OfficePage extends Component {
    static template = "office_admin_base.OfficePage";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.display = { controlPanel: {} };
        this.state = useState({ html: "" });
        onWillStart(() => this.load());
    }

    get report() {
        return this.props.action.params.report;
    }

    async load() {
        // escaped by the server's own templates
        this.state.html = markup(await this.orm.call("office.rights", "get_page", [this.props.action.params.page]));
    }

    onClick(ev) {
        const button = ev.target.closest("[data-action]");
        if (button) {
            ev.preventDefault();
            this.action.doAction(button.dataset.action, { onClose: () => this.load() });
        }
    }

    print() {
        return this.action.doAction(this.report);
    }
}

registry.category("actions").add("office_page", OfficePage);
