import { registry } from "@web/core/registry";
import { press } from "@office_admin_base/../tests/tours/document_steps";

const tours = registry.category("web_tour.tours");

tours.add("office_supply_code_phone", {
    steps: () => [
        { trigger: ".o_kanban_record:contains('Copy Paper A4')", run: "click" },
        press("action_hand_out"),
        { trigger: ".modal .o_field_widget[name=pickup_code] input", run: "edit 000000" },
        { trigger: ".modal button[name=action_confirm]:enabled", run: "click" },
        { trigger: ".o_notification:contains('Tries left: 4')" },
        { trigger: ".modal .o_field_widget[name=pickup_code] input", run: "edit 123456" },
        { trigger: ".modal button[name=action_confirm]:enabled", run: "click" },
        { trigger: ".o_statusbar_status button:visible:contains(Done)" },
    ],
});

tours.add("office_supply_my_code", {
    steps: () => [
        { trigger: ".o_kanban_record:contains('Copy Paper A4')", run: "click" },
        { trigger: ".o_form_view .alert .o_field_widget[name=my_pickup_code]:contains(123456)" },
    ],
});

tours.add("office_supply_pick_list", {
    steps: () => [
        { trigger: ".modal .o_field_widget[name=content]:contains(Copy Paper A4)" },
        { trigger: ".modal button[name=action_hand_out]", run: "click" },
        { trigger: ".modal .o_field_widget[name=signed_by]" },
    ],
});

tours.add("office_supply_give_back", {
    steps: () => [
        { trigger: ".o_kanban_record:contains('Copy Paper A4')", run: "click" },
        press("action_give_back"),
        { trigger: ".modal .o_data_row .o_data_cell[name=quantity]", run: "click" },
        { trigger: ".modal .o_selected_row .o_field_widget[name=quantity] input", run: "edit 2 && press Tab" },
        { trigger: ".modal .o_field_widget[name=reason] input", run: "edit Too many" },
        { trigger: ".modal button[name=action_confirm]:enabled", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_form_view" },
    ],
});

tours.add("office_supply_accept_return", {
    steps: () => [
        { trigger: ".o_data_row:contains('Too many') button[name=action_accept]", run: "click" },
        { trigger: ".o_list_view .o_view_nocontent, .o_list_view:not(:has(.o_data_row))" },
    ],
});

tours.add("office_supply_my_things", {
    steps: () => [
        { trigger: ".o_kanban_record:contains('Stapler') button[name=action_offer]", run: "click" },
        { trigger: ".modal .o_data_row:contains('Stapler')" },
        { trigger: ".modal .btn-close", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_kanban_view" },
    ],
});

tours.add("office_supply_take_back", {
    steps: () => [
        { trigger: ".o_data_row:contains('Stapler') .o_data_cell[name=product_id]", run: "click" },
        press("action_give_back"),
        { trigger: ".modal .btn-primary:visible", run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains('Given Back')" },
    ],
});

tours.add("office_supply_count", {
    steps: () => [
        { trigger: ".o_data_row:contains('Copy Paper A4') .o_data_cell[name=counted_quantity]", run: "click" },
        { trigger: ".o_selected_row .o_field_widget[name=counted_quantity] input", run: "edit 98" },
        { trigger: ".o_list_button_save", run: "click" },
        { trigger: ".o_list_view:not(:has(.o_selected_row))" },
        { trigger: ".o_data_row:contains('Ballpoint Pen') button[name=action_none]", run: "click" },
        { trigger: ".o_view_nocontent" },
    ],
});

tours.add("office_supply_count_finish", {
    steps: () => [
        { trigger: ".o_data_row .o_data_cell[name=display_name]", run: "click" },
        press("action_finish"),
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains(Counted)" },
        press("action_approve"),
        { trigger: ".modal .btn-primary", run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains(Done)" },
    ],
});

tours.add("office_supply_count_phone", {
    steps: () => [
        { trigger: ".o_kanban_record:contains('Ballpoint Pen') button[name=action_none]", run: "click" },
        { trigger: ".o_kanban_view:not(:has(.o_kanban_record:contains('Ballpoint Pen')))" },
        { trigger: ".o_kanban_record:contains('Copy Paper A4')", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=counted_quantity] input", run: "edit 98" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved" },
    ],
});

tours.add("office_supply_surplus", {
    steps: () => [
        { trigger: ".o_kanban_record:contains('Monitor Stand') button[name=action_claim]", run: "click" },
        { trigger: ".o_kanban_view .o_view_nocontent, .o_kanban_record:contains('Claimed')" },
    ],
});

tours.add("office_supply_surplus_offer", {
    steps: () => [
        { trigger: ".o_control_panel .o-kanban-button-new", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=product_id] input", run: "edit Monitor" },
        { trigger: ".ui-menu-item > a:contains('Monitor Stand')", run: "click" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved" },
    ],
});
