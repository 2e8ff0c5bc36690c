import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const openView = (type) => [
    { trigger: `.o_cp_switch_buttons .o_switch_view.o_${type}`, run: "click" },
    { trigger: `.o_${type}_view` },
];

tours.add("office_supply_advice", {
    steps: () => [
        { trigger: ".o_list_view .o_data_row .o_data_cell:contains('Copy Paper A4')", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=order_words]:contains('−')" },
        { trigger: ".o_form_view .nav-link[name=months]", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=demand_graph] canvas" },
        { trigger: ".o_form_view button[name=action_what_if]", run: "click" },
        { trigger: ".modal .o_field_widget[name=review] input", run: "edit 40 && press Tab" },
        { trigger: ".modal .o_field_widget[name=orders]:not(:contains('12.'))" },
        { trigger: ".modal button[name=action_apply]", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_form_view button[name=action_view_consumption]", run: "click" },
        { trigger: ".o_graph_view" },
        ...openView("list"),
    ],
});

tours.add("office_supply_consumption", {
    steps: () => [
        { trigger: ".o_graph_view" },
        ...openView("pivot"),
        { content: "a figure opens its rows", trigger: ".o_pivot_cell_value:contains('440')", run: "click" },
        { trigger: ".o_list_view .o_data_row .o_data_cell:contains('Copy Paper A4')", run: "click" },
        { content: "and a row its request", trigger: ".o_form_view .oe_title:contains('SUP/')" },
    ],
});

tours.add("office_supply_figures_every_view", {
    steps: () => [
        { trigger: ".o_list_view" },
        ...["kanban", "pivot", "graph", "list"].flatMap(openView),
        { trigger: ".o_menu_sections .dropdown-toggle:contains(Purchase)", run: "click" },
        { trigger: ".o-dropdown--menu .dropdown-item:contains(/^Stock Warnings$/)", run: "click" },
        { trigger: ".o_breadcrumb:contains(Stock Warnings)" },
        ...["kanban", "activity", "list"].flatMap(openView),
        { trigger: ".o_menu_sections .dropdown-toggle:contains(Reporting)", run: "click" },
        { trigger: ".o-dropdown--menu .dropdown-item:contains(/^Service Analysis$/)", run: "click" },
        { trigger: ".o_breadcrumb:contains(Service Analysis)" },
        ...["graph", "list", "pivot"].flatMap(openView),
        { trigger: ".o_menu_sections .dropdown-toggle:contains(Reporting)", run: "click" },
        { trigger: ".o-dropdown--menu .dropdown-item:contains(/^Slow Stock$/)", run: "click" },
        { trigger: ".o_breadcrumb:contains(Slow Stock)" },
        { trigger: ".o_list_view" },
    ],
});

tours.add("office_supply_substitute", {
    steps: () => [
        { trigger: ".o_data_row .o_data_cell:contains('Copy Paper A4'), .o_kanban_record:contains('Copy Paper A4')", run: "click" },
        { trigger: ".o_form_view button[name=action_take_substitute]", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=line_ids]:contains('Recycled Paper A4'):not(:contains('Copy Paper A4'))" },
    ],
});
