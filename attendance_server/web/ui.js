/**
 * What all views are made of: buttons, fields, forms, dialogs and short notices.
 *
 * @module
 */

import { h, replace, uniqueId } from "/dom.js";
import { errorText, fieldErrors, text } from "/language/text.js";

/**
 * @param {string} label
 * @param {{ kind?: string, icon?: string, onClick?: (event: MouseEvent) => void }} [look]
 * @param {Record<string, any>} [props]
 */
export function button(label, { kind = "plain", icon, onClick } = {}, props = {}) {
    return h(
        "button",
        { type: "button", class: `button is-${kind}`, on: { click: onClick }, ...props },
        icon && mark(icon),
        h("span", {}, label),
    );
}

/** @param {string} label @param {string} href @param {{ kind?: string, icon?: string }} [look] */
export function linkButton(label, href, { kind = "plain", icon } = {}, props = {}) {
    return h(
        "a",
        { href, class: `button is-${kind}`, ...props },
        icon && mark(icon),
        h("span", {}, label),
    );
}

/** A small picture beside a word that says the same. @param {string} icon */
export function mark(icon) {
    return h("span", { class: `icon icon-${icon}`, "aria-hidden": "true" });
}

/** What somebody was, in a sign and a word. @param {string | null} status */
export function statusLabel(status) {
    const key = status ?? "none";
    return h(
        "span",
        { class: `status is-${key}` },
        mark(key),
        text.status[key] ?? text.status.none,
    );
}

/**
 * The end of a page, for what is done seldom: no button of every day is beside it.
 *
 * @param {...any} content
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

/** @param {string} message @param {...any} actions */
export function empty(message, ...actions) {
    return h("div", { class: "empty" }, h("p", {}, message), actions);
}

/**
 * A labelled input, with room for a hint and for what is wrong with it.
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
            replace(errorNode, message && [mark("warning"), message]);
            errorNode.hidden = !message;
        },
    };
}

/**
 * One of a few, with room for what is wrong: used like a field.
 *
 * @param {{ label: string, name: string, chosen?: string, options: [string, ...any][] }} options
 *     each option's value, and what is shown of it
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
            replace(errorNode, message && [mark("warning"), message]);
            errorNode.hidden = !message;
        },
    };
}

/** Lets one see the password that one types. @param {HTMLInputElement} control */
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
 * A form that is sent by script. While it is being sent it takes no second one; what was refused
 * is told at the field that it is about, or above them all, and what was typed stays.
 *
 * @param {ReturnType<typeof field>[]} fields those that an error may be about
 * @param {{
 *     content: any[], submit: (values: Record<string, string>) => Promise<void>, class?: string,
 *     explain?: (error: unknown) => Record<string, string>,
 * }} what `explain` tells which fields an error is about
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
                    tell({});
                    const missing = fields.filter(
                        ({ control }) => control.required && !control.value.trim(),
                    );
                    if (missing.length) {
                        tell(Object.fromEntries(missing.map(({ name }) => [name, text.required])));
                        return;
                    }
                    busy = true;
                    node.setAttribute("aria-busy", "true");
                    try {
                        await submit(valuesOf(node));
                    } catch (error) {
                        tell(explain(error), errorText(error));
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
    function tell(errors, message) {
        for (const one of fields) {
            one.setError(errors[one.name]);
        }
        const first = fields.find(({ name, node: shown }) => errors[name] && !shown.hidden);
        first?.control.focus();
        replace(problem, !first && message && [mark("warning"), h("p", {}, message)]);
        problem.hidden = Boolean(first) || !message;
    }

    return node;
}

/** What is typed into a form, by field. @param {HTMLFormElement} form */
function valuesOf(form) {
    const typed = [...new FormData(form)].map(([key, value]) => [key, String(value)]);
    return /** @type {Record<string, string>} */ (Object.fromEntries(typed));
}

/**
 * A dialog; it comes back with whether it was confirmed. `confirm` may do the work: while that
 * fails, the dialog stays and says why.
 *
 * @param {{
 *     title: string, body?: any, confirmLabel?: string, danger?: boolean,
 *     fields?: ReturnType<typeof field>[],
 *     confirm?: (values: Record<string, string>) => Promise<unknown>, signal?: AbortSignal,
 *     explain?: (error: unknown) => Record<string, string>, cancelLabel?: string,
 *     instead?: { label: string, act: () => void },
 * }} options `instead`: something else that may be done, once the dialog is closed
 * @returns {Promise<boolean>}
 */
export function dialog({ title, body, confirmLabel, danger, fields = [], confirm, ...options }) {
    const id = uniqueId("dialog");
    const { instead } = options;
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
                            kind: "primary",
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

/** Milliseconds for which a notice is shown, at least: what has gone wrong takes longer to read. */
const NOTICE = { info: 6000, good: 6000, error: 15_000 };

/** How many of them there are at a time. */
const NOTICES = 3;

/**
 * Short notices over the page, and words for who hears the page.
 */
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
            mark(icon),
            h("p", {}, message),
            h(
                "button",
                {
                    ...{ type: "button", class: "close", "aria-label": text.close },
                    on: { click: () => this.#close(notice) },
                },
                mark("close"),
            ),
        );
        const shown = [...this.#shown.children];
        // The same again takes the place of what it says already.
        shown.filter((each) => each.dataset.message === message).forEach((each) => each.remove());
        this.#shown.append(notice);
        shown.slice(0, 1 - NOTICES).forEach((each) => each.remove());
        this.#shown.hidden = false;
        this.#closeLater(notice, NOTICE[kind]);
    }

    /**
     * Not while somebody is at it.
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
        // The keyboard goes on where the page is, and not at its beginning.
        if (notice.contains(document.activeElement)) {
            document.querySelector("main")?.focus({ preventScroll: true });
        }
        notice.remove();
        this.#shown.hidden = !this.#shown.hasChildNodes();
    }
}
