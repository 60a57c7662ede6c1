/** API keys of a class or of the school: list, make and end them. @module */

import { h, name, replace } from "/dom.js";
import { keyWords } from "/language/en/upkeep.js";
import { errorCode } from "/language/errors.js";
import { button, dialog, empty, field } from "/ui.js";
import { apiKeys, endApiKey, makeApiKey } from "/upkeep-calls.js";

/** @import { ApiKey } from "/api-types.js" */
/** @import { App } from "/app.js" */

/**
 * @param {App} app
 * @param {{ classId?: string, signal: AbortSignal }} options without a `classId`: of the school
 */
export function apiKeysSection(app, { classId, signal }) {
    const words = keyWords;
    const heading = h("h2", { id: "keys", tabindex: -1 }, words.heading);
    const list = h("ul", { class: "people", role: "list" });
    const none = empty(words.none);

    async function load() {
        try {
            draw(await apiKeys(app.api, classId, { signal }));
        } catch (error) {
            app.fail(error, signal);
        }
    }

    /** @param {ApiKey[]} keys */
    function draw(keys) {
        none.hidden = keys.length > 0;
        replace(list, ...keys.map(line));
    }

    /** @param {ApiKey} key */
    function line(key) {
        return h(
            "li",
            {},
            h(
                "div",
                { class: "person" },
                name(key.name),
                h("span", { class: "quiet" }, words.about(key.createdAt, key.byName, key.lastUsedAt)),
            ),
            button(
                words.end,
                { kind: "quiet", onClick: () => end(key) },
                { "aria-label": words.endLabel(key.name) },
            ),
        );
    }

    async function make() {
        const called = field({
            ...{ label: words.name, name: "name", hint: words.nameHint },
            ...{ required: true, maxlength: 200, autocomplete: "off" },
        });
        let key = "";
        const made = await dialog({
            ...{ title: words.makeTitle, fields: [called], confirmLabel: words.make, signal },
            confirm: async (values) => {
                ({ key } = await makeApiKey(app.api, classId, values.name));
            },
        });
        if (made) {
            await show(key);
            await load();
            heading.focus();
        }
    }

    /** Show a new key, which is not shown again. @param {string} key */
    async function show(key) {
        const shown = field({
            ...{ label: words.key, name: "key", value: key, readonly: true, spellcheck: "false" },
            ...{ dir: "ltr", autocomplete: "off", on: { focus: () => shown.control.select() } },
        });
        await dialog({
            ...{ title: words.madeTitle, body: h("p", {}, words.madeBody), fields: [shown] },
            ...{ cancelLabel: words.close, signal },
        });
    }

    /** @param {ApiKey} key */
    async function end(key) {
        const sure = await dialog({
            ...{ title: words.endTitle(key.name), body: h("p", {}, words.endBody), signal },
            ...{ confirmLabel: words.end, danger: true },
            confirm: () => endApiKey(app.api, classId, key._id).catch(unlessEnded),
        });
        if (sure) {
            app.notices.show(words.ended, "good");
            await load();
            heading.focus();
        }
    }

    void load();
    return h(
        "section",
        { class: "card stack not-paper", "aria-labelledby": "keys" },
        heading,
        h("p", { class: "hint" }, classId ? words.ofClass : words.ofSchool),
        none,
        list,
        h("div", { class: "actions is-start" }, button(words.make, { icon: "plus", onClick: make })),
    );
}

/** Ignores that the key has ended already. @param {unknown} error */
function unlessEnded(error) {
    if (errorCode(error) !== "api_key_not_found") {
        throw error;
    }
}
