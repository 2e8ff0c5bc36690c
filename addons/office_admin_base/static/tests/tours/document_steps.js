/** Steps of tours on the form of a document. */

export const press = (name) => ({
    content: `press ${name}`,
    trigger: `.o_form_view .o_statusbar_buttons button[name=${name}]:enabled`,
    run: "click",
});

export const isInState = (state) => ({
    content: `the document is ${state}`,
    trigger: `.o_statusbar_status .o_arrow_button_current:contains(${state})`,
});

/** A phone shows the current state alone. */
export const isInStateOnPhone = (state) => ({
    content: `the document is ${state}`,
    trigger: `.o_statusbar_status button:visible:contains(${state})`,
});
