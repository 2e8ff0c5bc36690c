import { registry } from "@web/core/registry";
import { isInState, isInStateOnPhone, press } from "@office_admin_base/../tests/tours/document_steps";

const tours = registry.category("web_tour.tours");

const confirm = { trigger: ".modal button[name=action_confirm]:enabled:visible", run: "click" };
const isClosed = { trigger: "body:not(:has(.modal)) .o_form_view" };

tours.add("asset_accept", {
    steps: () => [
        { trigger: ".o_data_row:contains('Laptop') .o_data_cell[name=item_summary]", run: "click" },
        { trigger: ".o_field_widget[name=line_ids] .o_data_row .o_data_cell[name=name]", run: "click" },
        { trigger: ".modal .o_field_widget[name=serials] textarea", run: "edit SN-1" },
        { trigger: ".modal .o_form_button_save", run: "click" },
        isClosed,
        { trigger: ".nav-link[name=checks]", run: "click" },
        { trigger: ".o_field_widget[name=check_ids] .o_data_row .o_data_cell[name=is_ok] input", run: "click" },
        press("action_accept"),
        isInState("Accepted"),
    ],
});

tours.add("asset_hand_out", {
    steps: () => [
        { trigger: ".o_data_row:contains('Computers') .o_data_cell[name=display_name]", run: "click" },
        press("action_hand_out"),
        { trigger: ".modal .o_data_row .o_data_cell[name=card_id]:contains('IT-')" },
        confirm,
        { trigger: ".o_notification:contains('confirms on My Office')" },
    ],
});

tours.add("asset_repair", {
    steps: () => [
        { trigger: ".o_kanban_record:contains('The screen flickers')", run: "click" },
        press("action_start_repair"),
        { trigger: ".o_field_widget[name=asset_state]:contains('In Repair')" },
        press("action_end_repair"),
        { trigger: ".o_field_widget[name=asset_state]:contains('In Use')" },
    ],
});

tours.add("asset_dispose", {
    steps: () => [
        { trigger: ".o_data_row:contains('Laptop') .o_data_cell[name=display_name]", run: "click" },
        { content: "first the data", trigger: ".o_form_view:not(:has(button[name=action_serve]:visible))" },
        press("action_erase"),
        { trigger: ".modal .o_field_widget[name=statement] textarea", run: "edit Disk taken out and shredded" },
        confirm,
        { trigger: ".o_data_row .o_data_cell[name=erase_statement]:contains('shredded')" },
        press("action_serve"),
        isInState("Done"),
    ],
});

tours.add("asset_ask_phone", {
    steps: () => [
        { trigger: ".o_office_desk_ask:contains('Assets'):first", run: "click" },
        { trigger: ".o_field_widget[name=note] textarea", run: "edit For my new colleague" },
        { trigger: ".o_field_widget[name=line_ids] .o-kanban-button-new", run: "click" },
        { trigger: ".modal .o_field_widget[name=category_id] input", run: "click" },
        { trigger: ".modal .o_kanban_record:contains('Computers'), .modal .o_data_row:contains('Computers')", run: "click" },
        { trigger: ".modal .o_field_widget[name=name] input:value('Computers')" },
        { trigger: ".modal .o_form_button_save", run: "click" },
        { trigger: ".o_field_widget[name=line_ids] .o_kanban_record:contains('Computers')" },
        press("action_submit"),
        isInStateOnPhone("Submitted"),
    ],
});

tours.add("asset_approve_phone", {
    steps: () => [
        { trigger: ".o_office_desk_decide .o_office_desk_row:contains('Computers') .btn-primary:contains('Approve')", run: "click" },
        { trigger: ".o_office_desk:not(:has(.o_office_desk_decide .o_office_desk_row:contains('Computers')))" },
    ],
});

tours.add("asset_receive_phone", {
    steps: () => [
        { trigger: ".o_office_desk_confirm .o_office_desk_row:contains('Laptop') .btn-primary:contains('Confirm Receipt')", run: "click" },
        { content: "the things are there", trigger: ".modal .o_kanban_record:contains('Laptop')" },
        { trigger: ".modal .o_field_widget[name=signature] .o_signature_empty", run: "click" },
        { trigger: ".modal .o_web_sign_name_and_signature canvas, .modal .o_web_sign_name_and_signature svg" },
        { trigger: ".modal .btn-primary:contains('Adopt & Sign'):enabled", run: "click" },
        { trigger: ".modal .o_field_widget[name=signature] img.o_signature" },
        confirm,
        { trigger: ".o_office_desk:not(:has(.o_office_desk_confirm .o_office_desk_row:contains('Laptop')))" },
    ],
});

tours.add("asset_care_phone", {
    steps: () => [
        { trigger: ".o_office_desk_ask:contains('Report a Fault')", run: "click" },
        { trigger: ".o_kanban_record:contains('Laptop') button[name=action_report_fault]", run: "click" },
        { trigger: ".modal .o_field_widget[name=description] textarea", run: "edit The screen flickers" },
        confirm,
        { trigger: ".o_form_view .o_field_widget[name=description]:contains('The screen flickers')" },
        { trigger: ".o_breadcrumb .o_back_button, .o_back_button", run: "click" },
        { trigger: ".o_kanban_record:contains('Laptop') .fw-bold", run: "click" },
        { trigger: ".o_statusbar_buttons .dropdown-toggle", run: "click" },
        { trigger: ".dropdown-item button[name=action_dispose], button[name=action_dispose]:visible", run: "click" },
        { trigger: ".o_field_widget[name=note] textarea", run: "edit Worn out" },
        press("action_submit"),
        isInStateOnPhone("Submitted"),
    ],
});
