import { registry } from "@web/core/registry";
import { isInState, isInStateOnPhone, press } from "@office_admin_base/../tests/tours/document_steps";

const tours = registry.category("web_tour.tours");

const card = (name) => `.o_kanban_record:contains(${name})`;

tours.add("visit_desk", {
    steps: () => [
        { trigger: `${card("Ann Lee")} button[name=action_arrive]`, run: "click" },
        { trigger: `${card("Ann Lee")}:contains(Waits for the Host)` },
        { trigger: ".o_control_panel button:contains(Register a Guest)", run: "click" },
        { trigger: ".modal .o_field_widget[name=name] input", run: "edit Bob Kay" },
        { trigger: ".modal .o_field_widget[name=employee_id] input", run: "edit Colleague" },
        { trigger: ".o-autocomplete--dropdown-item:contains(Colleague)", run: "click" },
        { trigger: ".modal button[name=action_confirm]:enabled", run: "click" },
        isInState("Waits for the Host"),
        press("action_receive"),
        isInState("Inside"),
        press("action_leave"),
        isInState("Left"),
    ],
});

tours.add("visit_announce_phone", {
    steps: () => [
        { trigger: ".o_field_widget[name=guest_name] input", run: "edit Ann Lee" },
        press("action_announce"),
        isInStateOnPhone("Expected"),
    ],
});

tours.add("visit_receive_phone", {
    steps: () => [
        {
            trigger: ".o_office_desk_confirm .o_office_desk_row:contains(Ann Lee) .btn-primary:contains(I Come)",
            run: "click",
        },
        { trigger: ".o_office_desk:not(:has(.o_office_desk_confirm .o_office_desk_row:contains(Ann Lee)))" },
    ],
});

tours.add("visit_import_phone", {
    steps: () => [
        { trigger: "button[name=action_import_guests]", run: "click" },
        {
            trigger: ".modal .o_field_widget[name=file] input[type=file]:not(:visible)",
            run() {
                const files = new DataTransfer();
                files.items.add(new File(["Name,E-mail\nBob,bob at example\nCarol,\n"], "guests.csv"));
                this.anchor.files = files.files;
                this.anchor.dispatchEvent(new Event("change"));
            },
        },
        { trigger: ".modal button[name=action_read]:enabled", run: "click" },
        { trigger: `.modal ${card("Bob")}:contains(is no e-mail address)`, run: "click" },
        { trigger: ".modal .o_field_widget[name=email] input", run: "edit bob@example.com" },
        { trigger: ".modal .o_form_button_save", run: "click" },
        { trigger: ".modal:contains(Ready: 2) button[name=action_import]:enabled", run: "click" },
        { trigger: `body:not(:has(.modal)) .o_form_view ${card("Carol")}` },
    ],
});
