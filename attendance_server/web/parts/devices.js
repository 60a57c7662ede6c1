/** The devices on which the user stays logged in, and how to end them. @module */

import { h, replace } from "/dom.js";
import { text } from "/language/en/account.js";
import { errorText } from "/language/errors.js";
import { date, moment } from "/language/formats.js";
import { button, dialog } from "/ui.js";

/** @import { Device } from "/api-types.js" */
/** @import { App } from "/app.js" */

/** @param {App} app @param {AbortSignal} signal */
export function devicesSection(app, signal) {
    const words = text.devices;
    const content = h("div", { class: "stack" }, h("p", { class: "loading" }, text.loading));

    async function load() {
        try {
            draw(await app.api.devices());
        } catch (error) {
            if (!signal.aborted) {
                replace(content, h("p", { class: "notice is-error" }, errorText(error)));
            }
        }
    }

    /** @param {Device[]} devices */
    function draw(devices) {
        const others = devices.filter(({ current }) => !current);
        replace(
            content,
            h("p", {}, devices.length ? words.body : words.none),
            devices.length > 0 && h("ul", { class: "devices" }, devices.map(item)),
            others.length > 1 &&
                h(
                    "div",
                    { class: "actions is-start" },
                    button(words.endOthers, {
                        kind: "danger",
                        onClick: () => void endOthers(others.length),
                    }),
                ),
        );
    }

    /** @param {Device} device */
    function item(device) {
        const deviceName = device.name || words.unknown;
        return h(
            "li",
            {},
            h(
                "div",
                {},
                h("strong", {}, deviceName),
                device.current && h("span", { class: "tag" }, words.current),
                h("p", { class: "hint" }, words.lastUsed(moment(device.lastUsedAt))),
                h("p", { class: "hint" }, words.since(date(device.createdAt))),
            ),
            !device.current &&
                button(
                    words.end,
                    { onClick: () => void end(device, deviceName) },
                    { "aria-label": words.endOne(deviceName) },
                ),
        );
    }

    /** @param {Device} device @param {string} deviceName */
    async function end(device, deviceName) {
        await change(() => app.api.endDevice(device._id), words.ended(deviceName));
    }

    /** @param {number} count */
    async function endOthers(count) {
        const sure = await dialog({
            ...{ title: words.endOthersTitle, body: h("p", {}, words.endOthersBody(count)), signal },
            ...{ confirmLabel: words.endOthers, danger: true },
        });
        if (sure) {
            await change(() => app.api.endOtherDevices(), words.endedOthers);
        }
    }

    /** @param {() => Promise<unknown>} work @param {string} message */
    async function change(work, message) {
        try {
            await work();
            app.notices.show(message, "good");
        } catch (error) {
            app.fail(error, signal);
        }
        await load();
    }

    void load();
    return h(
        "section",
        { class: "card stack", "aria-labelledby": "devices" },
        h("h2", { id: "devices" }, words.heading),
        content,
    );
}
