import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const menu = (...xmlids) =>
    xmlids.map((xmlid) => ({
        content: `open ${xmlid}`,
        trigger: `[data-menu-xmlid='office_admin_base.${xmlid}']`,
        run: "click",
    }));

const userMenu = (id) => [
    { content: "open the menu of the name", trigger: ".o_user_menu .dropdown-toggle, button.o_user_menu", run: "click" },
    { content: `choose ${id}`, trigger: `.o-dropdown--menu [data-menu=${id}]`, run: "click" },
];

tours.add("office_rights_manager", {
    steps: () => [
        { trigger: ".o_office_page .o_office_table td:contains(Hand Out)" },
        { trigger: ".o_office_print" },
        ...menu("office_rights_menu_segregation", "office_rights_menu_pairs"),
        { trigger: ".o_office_page button:contains(Recorded Warnings)", run: "click" },
        { trigger: ".o_breadcrumb:contains(Recorded Warnings)" },
        ...menu("office_rights_menu_first_steps"),
        {
            content: "open the approval rules from their step",
            trigger: ".o_office_page [data-action='office_admin_approval.office_approval_rule_action']",
            run: "click",
        },
        { trigger: ".o_breadcrumb:contains(Rules)" },
        { trigger: ".o_back_button, .o_breadcrumb .breadcrumb-item a", run: "click" },
        { trigger: ".o_office_page .list-group-item" },
        ...menu("office_rights_menu_explain"),
        { trigger: ".o_form_view button[name=action_ask]", run: "click" },
        { trigger: ".o_field_widget[name=answer] .alert-success" },
    ],
});

tours.add("office_rights_employee", {
    steps: () => [
        { trigger: "body:not(:has([data-menu-xmlid='office_admin_base.office_rights_menu']))" },
        ...userMenu("office_why_can_i"),
        { trigger: ".o_form_view .o_field_widget[name=user_id]:not(:has(input))" },
        { trigger: ".o_form_view button[name=action_ask]", run: "click" },
        { trigger: ".o_field_widget[name=answer] .alert-success" },
        ...userMenu("office_undertakings"),
        { trigger: ".o_breadcrumb:contains(My Undertakings)" },
        { content: "open what waits to be signed", trigger: ".o_data_row .o_data_cell", run: "click" },
        { trigger: "button[name=action_sign]" },
    ],
});

tours.add("office_rights_reminder", {
    steps: () => [
        { trigger: ".o_menu_systray i[aria-label='Activities']", run: "click" },
        { trigger: ".o-mail-ActivityGroup", run: "click" },
        { trigger: ".o_data_row .o_data_cell, .o_kanban_record:not(.o_kanban_ghost)", run: "click" },
        { trigger: "button[name=action_sign]", run: "click" },
        { trigger: ".modal .o_field_widget[name=signature] .o_signature_empty", run: "click" },
        { trigger: ".modal .o_web_sign_name_and_signature canvas, .modal .o_web_sign_name_and_signature svg" },
        { trigger: ".modal .btn-primary:contains('Adopt & Sign'):enabled", run: "click" },
        { trigger: ".modal .o_field_widget[name=signature] img.o_signature" },
        { trigger: ".modal button[name=action_confirm]:enabled", run: "click" },
        {
            content: "it is signed, and the dialog is gone",
            trigger: "body:not(:has(.modal)) .o_form_view:not(:has(button[name=action_sign])) .o_field_widget[name=signature]",
        },
    ],
});
