/**
 * The door of the lesson, on the projector: the QR code, the letters to type instead, and the address.
 *
 * @module
 */

import { qrPicture } from "/charts/qr-picture.js";
import { CurrentCode } from "/check-in/current-code.js";
import { h } from "/dom.js";
import { words } from "/language/check-in-teacher.js";
import { button, iconFor } from "/ui.js";

/** @import { App } from "/app.js" */
/** @import { CheckInCode } from "/client.js" */

/**
 * `card`: what to scan or type, hidden while check-in is closed. `button`: opens and closes it.
 *
 * @param {App} app @param {string} classId @param {AbortSignal} signal
 */
export function door(app, classId, signal) {
    const picture = qrPicture(words.door.picture);
    const letters = h("p", { class: "door-letters", "aria-live": "polite", "aria-atomic": "true" });
    const left = h("span", { class: "door-left", "aria-hidden": "true" });
    const shown = h(
        "div",
        { class: "door-code" },
        picture.node,
        h("p", { class: "door-address" }, words.door.orType, " ", h("strong", {}, location.host)),
        letters,
        left,
    );
    const lost = h("div", { class: "door-lost", role: "status" });
    const card = h("section", {
        ...{ class: "door", "aria-label": words.heading, hidden: true },
    });
    card.append(shown, lost);
    const toggle = button(words.door.open, { icon: "qr", onClick: () => void change() });
    const code = new CurrentCode(app, classId, signal, draw);
    let changing = false;

    function draw() {
        const { open, shown: current } = code;
        const running = Boolean(app.store.session(classId));
        card.hidden = !running || !open;
        toggle.hidden = !running;
        toggle.lastElementChild.textContent = open ? words.door.close : words.door.open;
        shown.hidden = !current;
        lost.hidden = Boolean(current);
        if (current?.link && current.code) {
            picture.update(inCapitals(current.link));
            drawLetters(current);
            lost.replaceChildren();
        } else if (open && !lost.hasChildNodes()) {
            lost.append(
                iconFor("warning"),
                h("p", { class: "lead" }, words.door.lost),
                h("p", {}, words.door.lostHint),
            );
        }
    }

    /** @param {CheckInCode} current */
    function drawLetters({ code: current = "", codeStep = 0, codeStepSeconds = 0 }) {
        if (letters.textContent !== current) {
            letters.textContent = current;
            const bar = h("span", { class: "door-bar" });
            bar.style.animationDuration = `${codeStepSeconds}s`;
            bar.style.animationDelay = `${codeStep - codeStepSeconds}s`;
            left.replaceChildren(bar);
        }
    }

    async function change() {
        if (changing) {
            return;
        }
        changing = true;
        toggle.setAttribute("aria-disabled", "true");
        try {
            await code.set(!code.open);
        } catch (error) {
            app.fail(error, signal);
        } finally {
            changing = false;
            toggle.removeAttribute("aria-disabled");
        }
    }

    app.store.subscribe(({ classId: changed }) => {
        if (changed === undefined || changed === classId) {
            draw();
        }
    }, signal);
    draw();
    return { card, button: toggle };
}

/**
 * A link with its origin, which the server may not know. Neither cares for the case of its letters,
 * and a QR code of capitals is coarser.
 *
 * @param {string} link
 */
function inCapitals(link) {
    return new URL(link, location.origin).href.toUpperCase();
}
