import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const openLoadYear = [
    { trigger: ".o_control_panel button:contains('Load a Year')", run: "click" },
];

// a phone keeps the second button in a menu
const openLoadYearOnPhone = [
    { trigger: ".o_control_panel_main_buttons .dropdown-toggle", run: "click" },
    { trigger: ".o-dropdown--menu button:contains('Load a Year')", run: "click" },
];

const loadYear = (open, row) => [
    ...open,
    { trigger: ".modal .o_field_widget[name=year] input", run: "edit 2026 && press Tab" },
    { trigger: `.modal ${row}:contains('Feb 14'):contains(Friday)`, content: "the preview says what comes" },
    { trigger: ".modal button[name=action_confirm]", run: "click" },
    { trigger: `body:not(:has(.modal)) ${row}:contains('Feb 14'):contains(Friday)`, content: "the day is there" },
];

const loadAgain = [
    ...openLoadYear,
    { trigger: ".modal .o_field_widget[name=year] input", run: "edit 2026 && press Tab" },
    { trigger: ".modal:contains('Everything is there already.')", content: "loading twice changes nothing" },
    { trigger: ".modal .modal-footer button:contains(Close)", run: "click" },
    { trigger: "body:not(:has(.modal))" },
];

tours.add("office_worktime_load_year", {
    steps: () => [
        { trigger: ".o_list_view" },
        ...loadYear(openLoadYear, ".o_data_row"),
        ...loadAgain,
        { trigger: ".o_switch_view.o_kanban", run: "click" },
        { trigger: ".o_kanban_view .o_kanban_record:contains('Feb 14')" },
        { trigger: ".o_switch_view.o_calendar", run: "click" },
        { trigger: ".o_calendar_view .fc-event" },
    ],
});

tours.add("office_worktime_load_year_phone", {
    steps: () => [
        { trigger: ".o_kanban_view" },
        ...loadYear(openLoadYearOnPhone, ".o_kanban_record"),
        { trigger: ".o_kanban_record:contains('Feb 14')", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=dayofweek]" },
    ],
});
