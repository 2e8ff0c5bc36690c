import { useState, useSubEnv } from "@odoo/owl";
import { ProductCatalogKanbanController } from "@product/product_catalog/kanban_controller";
import { ProductCatalogKanbanRecord } from "@product/product_catalog/kanban_record";
import { ProductCatalogKanbanRenderer } from "@product/product_catalog/kanban_renderer";
import { productCatalogKanbanView } from "@product/product_catalog/kanban_view";
import { ProductCatalogOrderLine } from "@product/product_catalog/order_line/order_line";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Mutex } from "@web/core/utils/concurrency";
import { useBus } from "@web/core/utils/hooks";

/** One change of a request after the other: each locks it, and two at once would have to be tried again. */
const changes = new Mutex();

class SupplyCatalogLine extends ProductCatalogOrderLine {
    static template = "office_admin_supplies.CatalogLine";
    static props = {
        ...ProductCatalogOrderLine.props,
        availability: { type: [String, Boolean], optional: true },
        availabilityLabel: { type: String, optional: true },
        units: { type: Array, optional: true },
        uomId: { type: Number, optional: true },
        quota: { type: [String, Boolean], optional: true },
        isOverQuota: { type: Boolean, optional: true },
        cartCount: { type: Number, optional: true },
        cartId: { type: [Number, Boolean], optional: true },
    };

    get availabilityClass() {
        const classes = { available: "text-bg-success", low: "text-bg-warning", none: "text-bg-danger" };
        return classes[this.props.availability] || "";
    }
}

class SupplyCatalogRecord extends ProductCatalogKanbanRecord {
    get orderLineComponent() {
        return SupplyCatalogLine;
    }

    setup() {
        super.setup();
        this.savedQuantity = this.productCatalogData.quantity;
        useSubEnv({ setUnit: this.setUnit.bind(this) });
    }

    setUnit(ev) {
        const data = this.productCatalogData;
        data.uomId = parseInt(ev.target.value);
        data.uomDisplayName = data.units.find((unit) => unit.id === data.uomId).name;
        if (data.quantity) {
            this.updateQuantity(data.quantity);
        }
    }

    _getUpdateQuantityAndGetPriceParams() {
        return { ...super._getUpdateQuantityAndGetPriceParams(), uom_id: this.productCatalogData.uomId };
    }

    /** The server says what the request holds now; where it refuses, the card goes back to that. */
    async _updateQuantity() {
        const data = this.productCatalogData;
        const asked = data.quantity;
        try {
            const answer = await changes.exec(() => this._updateQuantityAndGetPrice());
            this.savedQuantity = answer.quantity;
            // what was tapped in the meantime stays, and is on its way
            Object.assign(data, answer, data.quantity === asked ? {} : { quantity: data.quantity });
            this.env.searchModel.trigger("supply-cart", { count: answer.cartCount, id: answer.cartId });
        } catch (error) {
            data.quantity = this.savedQuantity;
            throw error;
        }
    }

    updateQuantity(quantity) {
        super.updateQuantity(Math.max(quantity || 0, 0));
    }
}

class SupplyCatalogRenderer extends ProductCatalogKanbanRenderer {
    static template = "office_admin_supplies.CatalogRenderer";
    static components = { ...ProductCatalogKanbanRenderer.components, KanbanRecord: SupplyCatalogRecord };
}

class SupplyCatalogController extends ProductCatalogKanbanController {
    setup() {
        this.cart = useState({ count: 0 });
        super.setup();
        useBus(this.env.searchModel, "supply-cart", (ev) => {
            this.cart.count = ev.detail.count;
            this.orderId = ev.detail.id;
        });
    }

    /** Without a request the catalogue fills the cart, which is stored with its first item. */
    async setOrderStateInfo() {
        if (!this.orderId) {
            const cart = await this.orm.call("office.supply.request", "get_cart", []);
            this.orderId = cart.id;
            this.cart.count = cart.count;
            return;
        }
        await super.setOrderStateInfo();
        this.cart.count = await this.orm.searchCount("office.supply.request.line", [["request_id", "=", this.orderId]]);
    }

    _defineButtonContent() {}

    get buttonString() {
        return _t("To My Request (%s)", this.cart.count);
    }

    /** Back to the form of the request, also when the catalogue was opened from elsewhere. */
    async backToQuotation() {
        const action = {
            type: "ir.actions.act_window",
            res_model: this.orderResModel,
            views: [[false, "form"]],
            res_id: this.orderId || false,
        };
        const before = this.env.config.breadcrumbs.at(-2);
        if (before && !before.isFormView) {
            return this.actionService.doAction(action, { stackPosition: "replaceCurrentAction" });
        }
        return super.backToQuotation();
    }
}

registry.category("views").add("office_supply_catalog", {
    ...productCatalogKanbanView,
    Controller: SupplyCatalogController,
    Renderer: SupplyCatalogRenderer,
});
