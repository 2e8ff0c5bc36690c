import { registry } from "@web/core/registry";
import { isInState, isInStateOnPhone, press } from "@office_admin_base/../tests/tours/document_steps";

const tours = registry.category("web_tour.tours");

const sign = [
    {
        content: "the receiver signs",
        trigger: ".modal .o_field_widget[name=signature] .o_signature_empty",
        run: "click",
    },
    {
        content: "the signature is drawn from the name",
        trigger: ".modal .o_web_sign_name_and_signature canvas, .modal .o_web_sign_name_and_signature svg",
    },
    {
        content: "adopt it",
        trigger: ".modal .btn-primary:contains('Adopt & Sign'):enabled",
        run: "click",
    },
    {
        content: "it stands in the form",
        trigger: ".modal .o_field_widget[name=signature] img.o_signature",
    },
    {
        content: "hand out",
        trigger: ".modal button[name=action_confirm]:enabled",
        run: "click",
    },
];

tours.add("office_supply_ask", {
    steps: () => [
        { trigger: ".o_kanban_view", content: "my requests" },
        { trigger: ".o_control_panel .o-kanban-button-new", run: "click" },
        { trigger: ".o_field_x2many_list_row_add a", run: "click" },
        { trigger: ".o_field_x2many_list .o_field_widget[name=product_id] input", run: "edit Copy Paper" },
        { trigger: ".ui-menu-item > a:contains('Copy Paper A4')", run: "click" },
        { trigger: ".o_selected_row .o_field_widget[name=availability]:contains(Available)" },
        { trigger: ".o_selected_row .o_field_widget[name=quantity] input", run: "edit 8 && press Tab" },
        press("action_submit"),
        isInState("Submitted"),
        { trigger: ".oe_title .o_field_widget[name=name]:contains(/SUP\\/\\d{4}\\/\\d+/)" },
    ],
});

tours.add("office_supply_ask_phone", {
    steps: () => [
        { trigger: ".o_kanban_view", content: "my requests" },
        { trigger: ".o_control_panel .o-kanban-button-new", run: "click" },
        { trigger: ".o_field_widget[name=line_ids] .o-kanban-button-new", run: "click" },
        { trigger: ".modal .o_field_widget[name=product_id] input", run: "click" },
        { trigger: ".modal .o_kanban_record:contains('Copy Paper A4')", run: "click" },
        { trigger: ".modal .o_field_widget[name=availability]:contains(Available)" },
        { trigger: ".modal .o_field_widget[name=quantity] input", run: "edit 8" },
        { trigger: ".modal .o_form_button_save", run: "click" },
        { trigger: ".o_field_widget[name=line_ids] .o_kanban_record:contains('Copy Paper A4')" },
        press("action_submit"),
        { trigger: ".oe_title .o_field_widget[name=name]:contains(/SUP\\/\\d{4}\\/\\d+/)" },
        isInStateOnPhone("Submitted"),
    ],
});

tours.add("office_supply_approve", {
    steps: () => [
        { trigger: ".o_kanban_record:contains('Copy Paper A4') button[name=action_approve]", run: "click" },
        { trigger: ".o_kanban_view .o_view_nocontent", content: "nothing waits any more" },
    ],
});

tours.add("office_supply_refuse", {
    steps: () => [
        { trigger: ".o_kanban_record:contains('Copy Paper A4') button[name=action_refuse]", run: "click" },
        { trigger: ".modal .o_field_widget[name=reason] textarea", run: "edit We still have 20." },
        { trigger: ".modal button[name=action_confirm]", run: "click" },
        { trigger: ".o_kanban_view .o_view_nocontent", content: "nothing waits any more" },
    ],
});

tours.add("office_supply_hand_out", {
    steps: () => [
        { trigger: ".o_list_view .o_data_row:contains('Copy Paper A4') .o_data_cell[name=display_name]", run: "click" },
        isInState("Approved"),
        press("action_hand_out"),
        { trigger: ".modal .o_field_widget[name=line_ids] .o_data_row .o_data_cell[name=quantity]", run: "click" },
        { trigger: ".modal .o_selected_row .o_field_widget[name=quantity] input", run: "edit 5 && press Tab" },
        { trigger: ".modal .o_field_widget[name=signed_by] input", run: "edit Anna Lin" },
        ...sign,
        { trigger: ".o_form_view .o_data_row .o_data_cell[name=handed_quantity]:contains(5.00)" },
        isInState("Approved"),
        press("action_hand_out"),
        { trigger: ".modal .o_data_row .o_data_cell[name=quantity]:contains(3.00)" },
        ...sign,
        isInState("Done"),
    ],
});

tours.add("office_supply_hand_out_phone", {
    steps: () => [
        { trigger: ".o_kanban_record:contains('Copy Paper A4')", run: "click" },
        isInStateOnPhone("Approved"),
        press("action_hand_out"),
        { trigger: ".modal .o_kanban_record:contains('Copy Paper A4')" },
        { trigger: ".modal .o_field_widget[name=signed_by] input", run: "edit Anna Lin" },
        ...sign,
        isInStateOnPhone("Done"),
    ],
});

const openMenu = (section, item) => [
    { trigger: `.o_menu_sections .dropdown-toggle:contains(${section})`, run: "click" },
    { trigger: `.o-dropdown--menu .dropdown-item:contains(/^${item}$/)`, run: "click" },
    { trigger: `.o_breadcrumb:contains(${item})` },
];

const openView = (type) => [
    { trigger: `.o_cp_switch_buttons .o_switch_view.o_${type}`, run: "click" },
    { trigger: `.o_${type}_view` },
];

tours.add("office_supply_open_every_view", {
    steps: () => [
        { trigger: ".o_kanban_view" },
        ...["list", "calendar", "activity"].flatMap(openView),
        ...openMenu("Requests", "To Approve"),
        ...["list", "activity", "kanban"].flatMap(openView),
        ...openMenu("Requests", "All Requests"),
        ...["kanban", "calendar", "pivot", "graph", "activity", "list"].flatMap(openView),
        ...openMenu("Supply Room", "To Hand Out"),
        ...["kanban", "calendar", "list"].flatMap(openView),
        ...openMenu("Supply Room", "Hand-Outs"),
        ...["kanban", "list"].flatMap(openView),
        ...openMenu("Supply Room", "Office Supplies"),
        ...["list", "kanban"].flatMap(openView),
        ...openMenu("Reporting", "Consumption"),
        ...["pivot", "list", "graph"].flatMap(openView),
        ...openMenu("Reporting", "Consumption per Head"),
        ...["graph", "list", "pivot"].flatMap(openView),
        ...openMenu("Reporting", "Requested Items"),
        ...["pivot", "list", "graph"].flatMap(openView),
        ...openMenu("Reporting", "Requests Analysis"),
        ...["pivot", "list", "graph"].flatMap(openView),
        ...openMenu("Reporting", "Issued Items"),
        ...["kanban", "pivot", "graph", "list"].flatMap(openView),
        { trigger: ".o_list_view .o_data_row button[name=action_open_supply_request]", run: "click" },
        { trigger: ".o_form_view .oe_title:contains('SUP/')" },
    ],
});
