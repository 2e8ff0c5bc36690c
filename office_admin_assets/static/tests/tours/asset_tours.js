import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const dialog = (name) => `.modal .o_field_widget[name=${name}]`;
const choose = (name, words) => [
    { trigger: `${dialog(name)} input`, run: `edit ${words}` },
    { trigger: `.ui-autocomplete .ui-menu-item:contains('${words}')`, run: "click" },
];
const confirm = { trigger: ".modal button[name=action_confirm]", run: "click" };

tours.add("asset_register", {
    steps: () => [
        { trigger: ".o_data_row:contains('Laptop') .o_data_cell[name=name]", run: "click" },
        { trigger: "button[name=action_register]:visible", run: "click" },
        { trigger: `${dialog("note")} input`, run: "edit Found in a cupboard" },
        ...choose("place_id", "Room 301"),
        confirm,
        { trigger: ".o_form_view .o_field_widget[name=asset_code]:contains('IT-')" },
        { trigger: "button[name=action_move]:visible", run: "click" },
        ...choose("place_id", "Store Room"),
        confirm,
        {
            content: "the card says where it is",
            trigger: ".o_form_view:not(:has(.modal)) .o_field_widget[name=place_id]:contains('Store Room')",
        },
        { trigger: "button[name=action_open_events]:visible", run: "click" },
        { trigger: ".o_list_view .o_data_row:contains('Moved'):contains('Store Room')" },
        { trigger: ".o_list_view .o_data_row:contains('Registered'):contains('Found in')" },
    ],
});

tours.add("asset_my_phone", {
    steps: () => [
        { trigger: ".o_kanban_record:contains('Laptop')", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=asset_code]:contains('IT-')" },
        { content: "nothing to press for a holder", trigger: ".o_form_view:not(:has(button[name=action_move]))" },
        { trigger: ".o_form_view:not(:has(.o_field_widget[name=cost]))" },
    ],
});
