/**
 * The elements that all views use: buttons, fields, forms, dialogs and notices.
 *
 * @module
 */

import { h, replace, uniqueId } from "/dom.js";
import { text } from "/language/en/common.js";
import { errorText, fieldErrors } from "/language/errors.js";

/** @import { Child } from "/dom.js" */
/** @import { Standing } from "/status.js" */

/**
 * @param {string} label
 * @param {{ kind?: string, icon?: string, onClick?: (event: MouseEvent) => void }} [look]
 * @param {Record<string, any>} [props]
 */
export function button(label, { kind = "plain", icon, onClick } = {}, props = {}) {
    return h(
        "button",
        { type: "button", class: `button is-${kind}`, on: { click: onClick }, ...props },
        icon && iconFor(icon),
        h("span", {}, label),
    );
}

/** @param {string} label @param {string} href @param {{ kind?: string, icon?: string }} [look] */
export function linkButton(label, href, { kind = "plain", icon } = {}, props = {}) {
    return h(
        "a",
        { href, class: `button is-${kind}`, ...props },
        icon && iconFor(icon),
        h("span", {}, label),
    );
}

/** An icon beside a word with the same meaning. @param {string} name */
export function iconFor(name) {
    return h("span", { class: `icon icon-${name}`, "aria-hidden": "true" });
}

/** A status, as an icon and a word. @param {Standing | null} status */
export function statusLabel(status) {
    const key = status ?? "none";
    return h(
        "span",
        { class: `status is-${key}` },
        iconFor(key),
        text.status[key],
    );
}

/**
 * A section at the end of a page for rare actions, away from everyday buttons.
 *
 * @param {...Child} content
 */
export function moreSection(...content) {
    const id = uniqueId("more");
    return h(
        "section",
        { class: "card stack is-more", "aria-labelledby": id },
        h("h2", { id }, text.more),
        content,
    );
}

/** @param {string} message @param {...Child} actions */
export function empty(message, ...actions) {
    return h("div", { class: "empty" }, h("p", {}, message), actions);
}

/**
 * A labelled input, with room for a hint and an error.
 *
 * @param {{
 *     label: string, name: string, type?: string, hint?: string, tag?: "input" | "textarea",
 *     [attribute: string]: any,
 * }} options
 */
export function field({ label, name, type = "text", hint, tag = "input", ...attributes }) {
    const id = uniqueId(name);
    const hintNode = hint && h("p", { class: "hint", id: `${id}-hint` }, hint);
    const errorNode = h("p", { class: "field-error", id: `${id}-error`, hidden: true });
    const described = [hint && `${id}-hint`, `${id}-error`].filter(Boolean).join(" ");
    const control = h(tag, {
        ...{ id, name, dir: "auto", "aria-describedby": described },
        ...(tag === "input" && { type }),
        ...attributes,
    });
    const node = h(
        "div",
        { class: "field" },
        h("label", { for: id }, label),
        hintNode,
        type === "password" ? h("div", { class: "secret" }, control, reveal(control)) : control,
        errorNode,
    );
    return {
        node,
        control,
        name,
        /** @param {string} [message] */
        setError(message) {
            control.toggleAttribute("aria-invalid", false);
            if (message) {
                control.setAttribute("aria-invalid", "true");
            }
            replace(errorNode, message && [iconFor("warning"), message]);
            errorNode.hidden = !message;
        },
    };
}

/**
 * A choice of one of a few options, used like a field.
 *
 * @param {{ label: string, name: string, chosen?: string, options: [string, ...Child[]][] }}
 *     options each option's value, and its content
 */
export function choices({ label, name, chosen, options }) {
    const id = uniqueId(name);
    const errorNode = h("p", { class: "field-error", id: `${id}-error`, hidden: true });
    const inputs = options.map(([value]) =>
        h("input", {
            ...{ type: "radio", name, value, checked: value === chosen, required: true },
            "aria-describedby": `${id}-error`,
        }),
    );
    const node = h(
        "fieldset",
        { class: "choice", role: "radiogroup", "aria-required": "true" },
        h("legend", {}, label),
        options.map(([, ...shown], place) => h("label", {}, inputs[place], h("span", {}, shown))),
        errorNode,
    );
    const checked = () => inputs.find((input) => input.checked);
    const focus = () => (checked() ?? inputs[0]).focus();
    return {
        node,
        control: {
            required: true,
            get value() {
                return checked()?.value ?? "";
            },
            focus,
            select: focus,
        },
        name,
        /** @param {string} [message] */
        setError(message) {
            replace(errorNode, message && [iconFor("warning"), message]);
            errorNode.hidden = !message;
        },
    };
}

/** A button that shows the typed password. @param {HTMLInputElement} control */
function reveal(control) {
    const toggle = button(
        text.showPassword,
        {
            kind: "quiet",
            onClick: () => {
                const shown = control.type === "password";
                control.type = shown ? "text" : "password";
                toggle.setAttribute("aria-pressed", String(shown));
            },
        },
        { "aria-pressed": "false" },
    );
    return toggle;
}

/** @param {string} label @param {string} name @param {string} [hint] */
export function checkbox(label, name, hint, props = {}) {
    const id = uniqueId(name);
    const control = h("input", {
        ...{ type: "checkbox", id, name },
        ...(hint && { "aria-describedby": `${id}-hint` }),
        ...props,
    });
    const node = h(
        "div",
        { class: "check" },
        h("label", { for: id }, control, h("span", {}, label)),
        hint && h("p", { class: "hint", id: `${id}-hint` }, hint),
    );
    return { node, control };
}

/**
 * A form that is sent by script, once at a time. Errors are shown at the field that they concern,
 * or above all fields, and the input stays.
 *
 * @param {ReturnType<typeof field>[]} fields that errors may concern
 * @param {{
 *     content: Child[], submit: (values: Record<string, string>) => Promise<void>, class?: string,
 *     explain?: (error: unknown) => Record<string, string>,
 * }} options `explain`: the errors of the fields, for an exception of `submit`
 */
export function form(fields, { content, submit, explain = fieldErrors, ...props }) {
    const problem = h("div", { class: "notice is-error", role: "alert", hidden: true });
    let busy = false;
    const node = h(
        "form",
        {
            novalidate: true,
            class: "form",
            ...props,
            on: {
                submit: async (event) => {
                    event.preventDefault();
                    if (busy) {
                        return;
                    }
                    showErrors({});
                    const missing = fields.filter(
                        ({ control }) => control.required && !control.value.trim(),
                    );
                    if (missing.length) {
                        const errors = missing.map(({ name }) => [name, text.required]);
                        showErrors(Object.fromEntries(errors));
                        return;
                    }
                    busy = true;
                    node.setAttribute("aria-busy", "true");
                    try {
                        await submit(valuesOf(node));
                    } catch (error) {
                        showErrors(explain(error), errorText(error));
                    } finally {
                        busy = false;
                        node.removeAttribute("aria-busy");
                    }
                },
            },
        },
        problem,
        content,
    );

    /** @param {Record<string, string>} errors by field @param {string} [message] */
    function showErrors(errors, message) {
        for (const each of fields) {
            each.setError(errors[each.name]);
        }
        const first = fields.find(({ name, node: shown }) => errors[name] && !shown.hidden);
        first?.control.focus();
        replace(problem, !first && message && [iconFor("warning"), h("p", {}, message)]);
        problem.hidden = Boolean(first) || !message;
    }

    return node;
}

/** The values of a form, by field. @param {HTMLFormElement} form */
function valuesOf(form) {
    const typed = [...new FormData(form)].map(([key, value]) => [key, String(value)]);
    return /** @type {Record<string, string>} */ (Object.fromEntries(typed));
}

/**
 * A dialog, fulfilled with whether it was confirmed. `confirm` may do the work: if it fails, the
 * dialog stays open and shows the error. It closes when `signal` is aborted, and does not open after.
 *
 * @param {{
 *     title: string, body?: Child, confirmLabel?: string, danger?: boolean,
 *     fields?: ReturnType<typeof field>[],
 *     confirm?: (values: Record<string, string>) => Promise<unknown>, signal?: AbortSignal,
 *     explain?: (error: unknown) => Record<string, string>, cancelLabel?: string,
 *     instead?: { label: string, act: () => void, kind?: string },
 * }} options `instead`: an alternative that closes the dialog
 * @returns {Promise<boolean>}
 */
export function dialog({ title, body, confirmLabel, danger, fields = [], confirm, ...options }) {
    const id = uniqueId("dialog");
    const { instead } = options;
    // A page stays until the next one is shown: a dialog of one that was left would outlive it.
    if (options.signal?.aborted) {
        return Promise.resolve(false);
    }
    return new Promise((resolve) => {
        let confirmed = false;
        const content = form(fields, {
            explain: options.explain,
            content: [
                body,
                fields.map(({ node }) => node),
                h(
                    "div",
                    { class: "actions" },
                    button(options.cancelLabel ?? text.cancel, { onClick: () => node.close() }),
                    instead &&
                        button(instead.label, {
                            kind: instead.kind ?? "primary",
                            onClick: () => {
                                node.close();
                                instead.act();
                            },
                        }),
                    confirmLabel &&
                        h(
                            "button",
                            { class: `button is-${danger ? "danger" : "primary"}` },
                            confirmLabel,
                        ),
                ),
            ],
            submit: async (values) => {
                await confirm?.(values);
                confirmed = true;
                node.close();
            },
        });
        const node = h(
            "dialog",
            {
                "aria-labelledby": id,
                on: {
                    close: () => {
                        node.remove();
                        resolve(confirmed);
                    },
                    click: (event) => event.target === node && node.close(),
                },
            },
            h("div", { class: "dialog-body" }, h("h2", { id }, title), content),
        );
        options.signal?.addEventListener("abort", () => node.close());
        document.body.append(node);
        node.showModal();
        fields[0]?.control.select();
    });
}

/** Milliseconds for which a notice is shown. Errors take longer to read. */
const NOTICE = { info: 6000, good: 6000, error: 15_000 };

/** Notices that are shown at a time. */
const NOTICES = 3;

/** Short notices over the page, and announcements for screen readers. */
export class Notices {
    #polite = h("div", { class: "unseen", role: "log" });
    #shown = h("section", { class: "notices", "aria-label": text.notices, hidden: true });

    constructor() {
        document.body.append(this.#shown, this.#polite);
    }

    /** For a screen reader only. @param {string} message */
    announce(message) {
        const line = h("p", {}, message);
        this.#polite.append(line);
        setTimeout(() => line.remove(), NOTICE.info);
    }

    /** @param {string} message @param {"info" | "good" | "error"} [kind] */
    show(message, kind = "info") {
        this.announce(message);
        const icon = { info: "info", good: "present", error: "warning" }[kind];
        const notice = h(
            "div",
            { class: `notice is-${kind}`, "data-message": message },
            iconFor(icon),
            h("p", {}, message),
            h(
                "button",
                {
                    ...{ type: "button", class: "close", "aria-label": text.close },
                    on: { click: () => this.#close(notice) },
                },
                iconFor("close"),
            ),
        );
        const shown = [...this.#shown.children];
        // A notice replaces an earlier one with the same words.
        shown.filter((each) => each.dataset.message === message).forEach((each) => each.remove());
        this.#shown.append(notice);
        shown.slice(0, 1 - NOTICES).forEach((each) => each.remove());
        this.#shown.hidden = false;
        this.#closeLater(notice, NOTICE[kind]);
    }

    /**
     * Close it later, but not while it is hovered or has the focus.
     *
     * @param {HTMLElement} notice @param {number} delay milliseconds
     */
    #closeLater(notice, delay) {
        setTimeout(() => {
            if (notice.matches(":hover, :focus-within")) {
                this.#closeLater(notice, delay);
            } else {
                this.#close(notice);
            }
        }, delay);
    }

    /** @param {HTMLElement} notice */
    #close(notice) {
        // Otherwise the focus would return to the start of the page.
        if (notice.contains(document.activeElement)) {
            document.querySelector("main")?.focus({ preventScroll: true });
        }
        notice.remove();
        this.#shown.hidden = !this.#shown.hasChildNodes();
    }
}
