// Every public page: a form is sent once, and a photo is looked at before it is sent.

function setSending(form, isSending) {
    for (const button of form.querySelectorAll("button")) {
        button.disabled = isSending;
    }
}

function showPhoto(input) {
    const [notice, picture] = [".o_public_notice", "img"].map((name) =>
        input.closest(".o_public_photo").querySelector(name)
    );
    const file = input.files[0];
    notice.hidden = !file || file.size <= Number(input.dataset.maxBytes);
    if (!notice.hidden) {
        input.value = "";
    }
    URL.revokeObjectURL(picture.src);
    picture.hidden = !file || !notice.hidden;
    if (!picture.hidden) {
        picture.src = URL.createObjectURL(file);
    }
}

document.addEventListener("submit", (ev) => {
    // a button that is disabled at once would not be sent along
    setTimeout(() => setSending(ev.target, !ev.defaultPrevented));
});
document.addEventListener("change", (ev) => {
    if (ev.target.matches(".o_public_photo input")) {
        showPhoto(ev.target);
    }
});
// who comes back from the next page may send again
window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach((form) => setSending(form, false)));
