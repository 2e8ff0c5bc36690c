import { registry } from "@web/core/registry";

const card = (name) => `.o_kanban_record:contains(${name})`;

registry.category("web_tour.tours").add("office_supply_catalog_phone", {
    steps: () => [
        { trigger: ".o_kanban_view", content: "my requests" },
        { trigger: ".o_control_panel .o-kanban-button-new", run: "click" },
        { trigger: ".o_form_view button[name=action_add_from_catalog]", run: "click" },
        { trigger: `${card("Copy Paper A4")} .badge:contains(Available)` },
        { trigger: `${card("Copy Paper A4")} button:contains(Add)`, run: "click" },
        { trigger: ".o_control_panel button:contains('To My Request (1)')" },
        { trigger: `${card("Copy Paper A4")} button[aria-label=More]`, run: "click" },
        { trigger: `${card("Copy Paper A4")} input:value(2)` },
        { trigger: `${card("Ballpoint Pen")} select`, run: "selectByLabel Pack of 6" },
        { trigger: `${card("Ballpoint Pen")} button:contains(Add)`, run: "click" },
        { trigger: ".o_control_panel button:contains('To My Request (2)')", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=line_ids] .o_kanban_record:contains('Ballpoint Pen')" },
        { trigger: ".o_form_view .o_statusbar_buttons button[name=action_submit]:enabled", run: "click" },
        { trigger: ".oe_title .o_field_widget[name=name]:contains(/SUP\\/\\d{4}\\/\\d+/)" },
    ],
});

registry.category("web_tour.tours").add("office_supply_repeat_phone", {
    steps: () => [
        { trigger: ".o_kanban_view .o_kanban_record:contains('Submitted')" },
        { trigger: ".o_control_panel button.o-control-panel-adaptive-dropdown", run: "click" },
        { trigger: ".o-dropdown--menu button:contains('Repeat My Last Request')", run: "click" },
        { trigger: ".o_form_view .o_statusbar_buttons button[name=action_submit]:enabled", run: "click" },
        { trigger: ".oe_title .o_field_widget[name=name]:contains(/SUP\\/\\d{4}\\/\\d+/)" },
    ],
});
