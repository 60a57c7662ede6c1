/**
 * What a student checks in with, other than the link: the letters, this device's camera, and raising
 * a hand.
 *
 * @module
 */

import { checkIn, raiseHand } from "/check-in/student-calls.js";
import { canScan, scan } from "/check-in/camera.js";
import { LENGTH, codeIn, isMisread } from "/check-in/letters.js";
import { h, replace } from "/dom.js";
import { words } from "/language/check-in-student.js";
import { errorCode, fieldErrors } from "/language/errors.js";
import { button, field, form, iconFor } from "/ui.js";

/** @import { App } from "/app.js" */
/** @import { Marked } from "/client.js" */

/**
 * @typedef {{
 *     signal: AbortSignal, done: (marked: Pick<Marked, "status" | "markedAt">) => void,
 *     failed: (code: string) => void,
 * }} Options `done`: the student is in. `failed`: another code would not help either
 */

/** The server's codes of errors that concern the letters, or that pass. */
const PASSING = ["check_in_code_wrong", "too_many_tries", "no_answer", "storage_unavailable"];

/**
 * The letters, and the camera where this browser can read QR codes.
 *
 * @param {App} app @param {string} classId @param {Options} options
 */
export function codeEntry(app, classId, { signal, done, failed }) {
    const letters = field({
        ...{ label: words.letters, name: "code", hint: words.lettersHint, required: true },
        ...{ autocomplete: "off", autocapitalize: "characters", autocorrect: "off" },
        ...{ spellcheck: "false", dir: "ltr", class: "code-field is-large", enterkeyhint: "go" },
        on: {
            input: (/** @type {InputEvent} */ event) => {
                if (event.isComposing) {
                    return;
                }
                const typed = codeIn(letters.control.value);
                if (typed.length <= LENGTH && typed !== letters.control.value) {
                    letters.control.value = typed;
                }
            },
        },
    });
    const camera = h("div", { class: "camera", hidden: true });
    const start = button(words.scan, { icon: "camera", onClick: () => void look() });
    start.hidden = true;
    void canScan().then((possible) => {
        start.hidden = !possible;
    });

    /** @param {string} code */
    async function send(code) {
        try {
            const marked = await checkIn(app.api, classId, code);
            if (!signal.aborted) {
                done(marked);
            }
        } catch (error) {
            const reason = errorCode(error) ?? PASSING[0];
            if (PASSING.includes(reason)) {
                throw error;
            }
            if (!signal.aborted) {
                failed(reason);
            }
        }
    }

    async function look() {
        const stopping = new AbortController();
        const stop = () => stopping.abort();
        signal.addEventListener("abort", stop);
        const video = h("video", { playsinline: true, muted: true, "aria-label": words.camera });
        video.muted = true;
        replace(camera, video, button(words.stop, { onClick: stop }));
        camera.hidden = false;
        start.hidden = true;
        let code;
        try {
            code = codeIn(await scan(video, stopping.signal));
        } catch {
            if (!stopping.signal.aborted) {
                app.notices.show(words.cameraRefused, "error");
            }
        } finally {
            signal.removeEventListener("abort", stop);
            camera.hidden = true;
            start.hidden = false;
            start.focus();
        }
        if (code) {
            await send(code).catch((error) => app.fail(error, signal));
        }
    }

    const node = form([letters], {
        content: [
            letters.node,
            h("button", { class: "button is-primary is-wide" }, words.submit),
            start,
            camera,
        ],
        explain: (error) =>
            error instanceof WrongLetters ? { code: error.message } : fieldErrors(error),
        submit: async ({ code }) => {
            const typed = codeIn(code);
            // What cannot be right is not worth a try.
            if (isMisread(typed)) {
                throw new WrongLetters(words.misread);
            }
            if (typed.length !== LENGTH && !code.includes("/")) {
                throw new WrongLetters(words.wrongLength(LENGTH, typed.length));
            }
            await send(typed);
        },
    });
    return node;
}

/** What was typed cannot be a code. The message is shown at the field. */
class WrongLetters extends Error {}

/**
 * For students whose device cannot scan: the teacher sees who raises a hand.
 *
 * @param {App} app @param {string} classId @param {AbortSignal} signal
 */
export function handEntry(app, classId, signal) {
    const raise = button(words.hand, { icon: "hand", onClick: () => void act() });
    const node = h(
        "div",
        { class: "hand stack" },
        h("p", { class: "hint" }, words.handHint),
        raise,
    );
    let raising = false;

    async function act() {
        if (raising) {
            return;
        }
        raising = true;
        raise.setAttribute("aria-disabled", "true");
        try {
            const { raisedAt } = await raiseHand(app.api, classId);
            const raised = h(
                "p",
                { class: "notice is-info", role: "status", tabindex: -1 },
                iconFor("hand"),
                h("span", {}, words.handRaised(raisedAt)),
            );
            replace(node, raised);
            raised.focus();
        } catch (error) {
            app.fail(error, signal);
        } finally {
            raising = false;
            raise.removeAttribute("aria-disabled");
        }
    }

    return node;
}
