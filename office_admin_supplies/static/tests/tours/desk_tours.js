import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const checkNoScroll = {
    content: "nothing is wider than the screen",
    trigger: ".o_office_desk .o_office_desk_section",
    run: () => {
        const page = document.querySelector(".o_office_desk");
        if (page.scrollWidth > page.clientWidth) {
            throw new Error(`the page is ${page.scrollWidth} wide on a screen of ${page.clientWidth}`);
        }
    },
};

const row = (words) => `.o_office_desk_decide .o_office_desk_row:contains('${words}')`;

tours.add("office_desk_decide", {
    steps: () => [
        checkNoScroll,
        { trigger: `${row("Copy Paper A4")} button[name=action_approve]`, run: "click" },
        {
            content: "what is decided is gone, and the other one still waits",
            trigger: ".o_office_desk_decide:not(:contains('Copy Paper A4')):contains('Ballpoint Pen')",
        },
        { trigger: `${row("Ballpoint Pen")} button[name=action_refuse]`, run: "click" },
        { trigger: ".modal .o_field_widget[name=reason] textarea", run: "edit We still have some." },
        { trigger: ".modal button[name=action_confirm]", run: "click" },
        { trigger: ".o_office_desk:not(:has(.o_office_desk_decide)) .o_office_desk_mine" },
    ],
});

tours.add("office_desk_ask_again", {
    steps: () => [
        checkNoScroll,
        { trigger: ".o_office_desk_mine .o_office_desk_row:contains('Submitted'):contains('Head')" },
        { content: "click 1", trigger: ".o_office_desk_again", run: "click" },
        { content: "click 2", trigger: ".o_form_view button[name=action_submit]", run: "click" },
        { trigger: ".o_form_view:not(:has(button[name=action_submit])):contains('SUP/')" },
    ],
});

tours.add("office_desk_first", {
    steps: () => [
        { trigger: ".o_office_desk_empty:contains('Tap on a card above')" },
        { content: "one tap opens the catalogue", trigger: ".o_office_desk_ask:contains('Supplies')", run: "click" },
        { trigger: ".o_kanban_view .o_kanban_record:contains('Copy Paper A4')" },
    ],
});

tours.add("office_desk_open", {
    steps: () => [
        { trigger: ".o_office_desk_queue .o_office_desk_counter:contains('2')", run: "click" },
        { trigger: ".o_list_view .o_data_row:nth-child(2)" },
        { trigger: ".o_breadcrumb a:contains('My Office'), .o_back_button", run: "click" },
        { trigger: ".o_office_desk_queue .o_office_desk_open", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=line_ids]" },
    ],
});
