import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const toConfirm = (words) => `.o_office_desk_confirm .o_office_desk_row:contains('${words}')`;
const handed = ".o_office_desk_handed .o_office_desk_row";

tours.add("office_desk_close", {
    steps: () => [
        { trigger: `${toConfirm("Copy Paper A4")} button[name=action_confirm]`, run: "click" },
        { trigger: ".modal .o_field_widget[name=rating] .o_priority_star:nth-child(5)", run: "click" },
        { trigger: ".modal .o_field_widget[name=comment] textarea", run: "edit Thank you" },
        { trigger: ".modal button[name=action_confirm]", run: "click" },
        { trigger: ".o_office_desk_confirm:not(:contains('Copy Paper A4')):contains('Ballpoint Pen')" },
        { trigger: `${toConfirm("Ballpoint Pen")} button[name=action_reopen]`, run: "click" },
        { trigger: ".modal .o_field_widget[name=reason]:visible textarea", run: "edit I got one of two." },
        { trigger: ".modal button[name=action_confirm]:visible", run: "click" },
        {
            content: "what is open again is among my requests",
            trigger: ".o_office_desk:not(:has(.o_office_desk_confirm)) .o_office_desk_mine:contains('Ballpoint Pen')",
        },
    ],
});

tours.add("office_desk_accept", {
    steps: () => [
        { trigger: `${handed}:contains('Copy Paper A4') button[name=action_accept_hand_over]`, run: "click" },
        { trigger: ".o_office_desk:not(:has(.o_office_desk_handed)) .o_office_desk_queue" },
    ],
});
