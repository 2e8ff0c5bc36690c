import { registry } from "@web/core/registry";
import { press } from "@office_admin_base/../tests/tours/document_steps";

const tours = registry.category("web_tour.tours");

const inState = (state) => `.o_statusbar_status .o_arrow_button_current[data-value='${state}']`;

tours.add("office_supply_round_open", {
    steps: () => [
        { trigger: ".o_list_button_add, .o-kanban-button-new", run: "click" },
        { trigger: ".o_field_widget[name=title] input", run: "edit Supplies for December" },
        press("action_open"),
        { trigger: inState("collecting") },
    ],
});

tours.add("office_supply_round_file", {
    steps: () => [
        { trigger: ".o_office_desk_mine .o_office_desk_row button[name=action_file]", run: "click" },
        { trigger: ".o_field_widget[name=round_id] input:value(December)" },
        { trigger: ".o_field_x2many_list_row_add a, button.o_field_x2many_list_row_add", run: "click" },
        { trigger: ".o_field_widget[name=line_ids] .o_field_widget[name=product_id] input", run: "edit Ink" },
        { trigger: ".o-autocomplete--dropdown-item:contains('Ink')", run: "click" },
        press("action_submit"),
        { trigger: inState("submitted") },
    ],
});

tours.add("office_supply_round_close", {
    steps: () => [
        { trigger: ".o_data_row .o_data_cell:contains('December')", run: "click" },
        press("action_close"),
        { trigger: ".modal .btn-primary", run: "click" },
        { trigger: inState("closed") },
        { trigger: ".o_field_widget[name=line_ids] .o_data_row .o_data_cell[name=quantity]", run: "click" },
        { trigger: ".o_field_widget[name=line_ids] .o_field_widget[name=quantity] input", run: "edit 4" },
        press("action_submit"),
        { trigger: inState("submitted") },
    ],
});

tours.add("office_supply_round_order", {
    steps: () => [
        { trigger: ".o_data_row .o_data_cell:contains('December')", run: "click" },
        press("action_order"),
        { trigger: inState("ordered") },
        { trigger: ".o_field_widget[name=line_ids] .o_data_row button[name=action_open_order]", run: "click" },
        { trigger: ".o_form_view .o_field_widget:contains('Ink')" },
    ],
});

tours.add("office_supply_round_divide", {
    steps: () => [
        { trigger: ".o_data_row .o_data_cell:contains('Ink')", run: "click" },
        { trigger: ".o_field_widget[name=method] input[data-value=proportion]", run: "click" },
        press("action_done"),
        { trigger: inState("done") },
    ],
});
