import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const promises = (words) => ({
    content: `the form says: ${words}`,
    trigger: `.o_form_view .o_office_deadline:contains(${words})`,
});

// on Saturday 2026-02-14, which is worked, half an hour before closing time
tours.add("office_supply_promise", {
    steps: () => [
        { trigger: ".o_kanban_record:contains('Copy Paper A4')", run: "click" },
        { trigger: ".o_form_view .o_statusbar_buttons button[name=action_submit]", run: "click" },
        promises("Answer: due Tue, Feb 24 6:00"),
        promises("8 working hours left"),
    ],
});

const openMenu = {
    content: "a phone keeps most buttons in a menu",
    trigger: ".o_statusbar_buttons .dropdown-toggle",
    run: "click",
};

const pause = (isPhone) => [
    { trigger: isPhone ? ".o_kanban_record:contains('Copy Paper A4')" : ".o_data_row .o_data_cell[name=display_name]",
      run: "click" },
    promises("Hand-Out: due"),
    ...(isPhone ? [openMenu] : []),
    { trigger: "button[name=action_pause_deadline]", run: "click" },
    { trigger: ".modal .o_field_widget[name=reason] input", run: "edit Delivery of the vendor" },
    { trigger: ".modal button[name=action_confirm]", run: "click" },
    promises("Delivery of the vendor"),
    ...(isPhone ? [openMenu] : []),
    { trigger: "button[name=action_resume_deadline]", run: "click" },
    promises("working"),
];

tours.add("office_supply_pause", { steps: () => pause(false) });
tours.add("office_supply_pause_phone", { steps: () => pause(true) });
