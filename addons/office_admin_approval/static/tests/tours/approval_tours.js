import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const view = (type) => [
    {
        content: `switch to the ${type}`,
        trigger: `.o_cp_switch_buttons .o_switch_view.o_${type}:not(.active)`,
        run: "click",
    },
    { content: `the ${type} is there`, trigger: `.o_${type}_view` },
];

const menu = (...xmlids) =>
    xmlids.map((xmlid) => ({
        content: `open ${xmlid}`,
        trigger: `[data-menu-xmlid='office_admin_approval.${xmlid}']`,
        run: "click",
    }));

tours.add("office_approval_open_every_view", {
    steps: () => [
        { trigger: ".o_list_view .o_data_row" },
        ...view("kanban"),
        { trigger: ".o_kanban_view button[name=action_approve]" },
        ...menu("office_substitution_menu"),
        { trigger: ".o_breadcrumb:contains(Substitutes)" },
        { trigger: ".o_list_view" },
        ...view("kanban"),
        { trigger: ".o-kanban-button-new", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=substitute_id]" },
        ...menu("office_approval_report_menu", "office_approval_menu_all"),
        { trigger: ".o_breadcrumb:contains(All Approvals)" },
        ...view("kanban"),
        ...menu("office_approval_report_menu", "office_approval_decision_menu"),
        { trigger: ".o_breadcrumb:contains(Decisions)" },
        ...view("kanban"),
        ...view("pivot"),
        ...menu("office_approval_config_menu", "office_approval_rule_menu"),
        { trigger: ".o_breadcrumb:contains(Rules)" },
        ...view("kanban"),
        { trigger: ".o_kanban_record:contains(Supply requests)", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=step_ids] .o_data_row .o_data_cell[name=who]", run: "click" },
        { trigger: ".modal .o_field_widget[name=quorum]" },
        { trigger: ".modal .o_form_button_cancel", run: "click" },
        { trigger: "body:not(:has(.modal)) button[name=action_try]", run: "click" },
        { trigger: ".modal .o_office_approval_rules li:contains(Supply requests)" },
        { trigger: ".modal .o_office_approval li" },
        { trigger: ".modal .btn-close", run: "click" },
        { trigger: "body:not(:has(.modal))" },
    ],
});

tours.add("office_approval_waits_for_head", {
    steps: () => [
        { trigger: ".o_kanban_record:contains(Copy Paper):contains(Head):contains(then)", run: "click" },
        { trigger: ".o_office_approval li[data-status=open] .o_office_approver:contains(Head) .badge:contains(away)" },
        { trigger: ".o_office_approval li[data-status=open]:contains(waiting since today)" },
        { trigger: ".o_office_approval li[data-status=open]:contains(substitute: Stranger)" },
        { trigger: ".o_office_approval li[data-status=waiting]:contains(Manager)" },
    ],
});

tours.add("office_approval_substitute_approves", {
    steps: () => [
        { trigger: ".o_data_cell[name=document_summary]:contains(Copy Paper), .o_kanban_record:contains(Copy Paper)", run: "click" },
        { trigger: ".o_form_view .o_statusbar_buttons button[name=action_approve]", run: "click" },
        { trigger: ".o_office_approval .o_office_decision:contains(Stranger for Head)" },
        { trigger: ".o_office_approval li[data-status=open] .o_office_approver:contains(Manager)" },
    ],
});

tours.add("office_approval_manager_approves", {
    steps: () => [
        { trigger: ".o_data_cell[name=document_summary]:contains(Copy Paper), .o_kanban_record:contains(Copy Paper)", run: "click" },
        { trigger: ".o_office_approval .o_office_decision:contains(Stranger for Head)" },
        { trigger: ".o_form_view .o_statusbar_buttons button[name=action_approve]", run: "click" },
        { trigger: ".o_office_approval li[data-status=approved]:contains(Manager) .o_office_decision" },
        { trigger: ".o_statusbar_status button:visible:contains(Approved)" },
    ],
});

tours.add("office_approval_decide_many", {
    steps: () => [
        { trigger: ".o_list_view thead .o_list_record_selector input", run: "click" },
        { trigger: ".o_control_panel button[name=action_approve], .o_list_buttons button[name=action_approve]", run: "click" },
        { trigger: ".o_notification:contains(1 of 2 done):contains(your own request)" },
    ],
});
