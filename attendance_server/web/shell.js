/**
 * The frame around the views: the header with the home link, the account and the state of the
 * connection.
 *
 * @module
 */

import { h, name, replace } from "/dom.js";
import { languageChoice } from "/language-choice.js";
import { useLanguage } from "/language/choice.js";
import { text } from "/language/en/common.js";
import { drawResetNotice } from "/reset-notice.js";
import { to } from "/router.js";
import { button, iconFor } from "/ui.js";

/** @import { App } from "/app.js" */
/** @import { Phase } from "/live.js" */

/**
 * The icon of each state of the connection.
 *
 * @type {Record<Exclude<Phase, "stopped"> | "offline", string>}
 */
const ICONS = {
    connecting: "waiting",
    trying: "waiting",
    waiting: "warning",
    offline: "warning",
    polling: "warning",
    live: "live",
};

export class Shell {
    main = h("main", { id: "main", tabindex: "-1" });
    #reset = h("div", { class: "reset-notice", hidden: true });
    #menu = h("div", { class: "menu" });
    #foot = h("footer", { class: "foot" });
    #connection = h("div", { class: "connection", role: "group" });
    #app;
    /** @type {ReturnType<typeof setInterval> | undefined} */
    #clock;
    /** Whether the browser has reported being offline, and the server has not been heard since. */
    #offline = false;

    /** @param {App} app */
    constructor(app) {
        this.#app = app;
        this.#connection.setAttribute("aria-label", text.connection.label);
        // What is shown before any script.
        document.getElementById("frame")?.remove();
        document.getElementById("loading")?.remove();
        document.body.append(
            h(
                "a",
                {
                    ...{ class: "skip", href: "#main" },
                    on: {
                        click: (event) => {
                            // The fragment is the address of the view.
                            event.preventDefault();
                            this.main.focus();
                        },
                    },
                },
                text.skip,
            ),
            h(
                "header",
                { class: "head" },
                h(
                    "a",
                    { class: "brand", href: to.home },
                    h("img", { src: "/icon.svg", alt: "", width: 32, height: 32 }),
                    h("span", {}, text.product),
                ),
                this.#connection,
                this.#menu,
            ),
            this.#reset,
            this.main,
            this.#foot,
        );
        addEventListener("online", () => this.#setOffline(false));
        addEventListener("offline", () => this.#setOffline(true));
    }

    /** The server has answered, so it is reachable, whatever the browser reports. */
    serverHeard() {
        if (this.#offline) {
            this.#setOffline(false);
        }
    }

    /** @param {boolean} offline */
    #setOffline(offline) {
        this.#offline = offline;
        this.showConnection();
        if (offline && this.#app.account.user) {
            this.#app.notices.announce(text.connection.announce.offline);
        }
    }

    /** Show the account that is logged in, if any. */
    showMenu() {
        const { user } = this.#app.account;
        drawResetNotice(this.#reset, this.#app);
        // Users have the choice on the page of their account.
        this.#foot.hidden = Boolean(user);
        if (!user && !this.#foot.hasChildNodes()) {
            this.#foot.append(languageChoice((code) => void useLanguage(code)));
        }
        replace(
            this.#menu,
            user &&
                h(
                    "nav",
                    { "aria-label": text.mainMenu },
                    h(
                        "a",
                        { href: to.home, class: "menu-link" },
                        user.role === "ADMIN" ? text.office : text.classes,
                    ),
                    h(
                        "a",
                        { href: to.account, class: "menu-link", title: text.loginName(user) },
                        iconFor("person"),
                        h("span", { class: "unseen" }, `${text.account}: `),
                        name(user.name),
                    ),
                ),
            user && button(text.logOut, { kind: "quiet", onClick: () => this.#app.askToLogOut() }),
        );
    }

    /** @param {string} view its name, which the styles use */
    showView(view) {
        document.body.dataset.view = view;
        for (const link of this.#menu.querySelectorAll("a")) {
            const here = link.getAttribute("href") === (location.hash || to.home);
            link.toggleAttribute("aria-current", false);
            if (here) {
                link.setAttribute("aria-current", "page");
            }
        }
    }

    showConnection() {
        clearInterval(this.#clock);
        const { connection } = this.#app.live;
        const stopped = connection.phase === "stopped";
        const offline = this.#offline || (connection.phase !== "live" && !navigator.onLine);
        const phase = offline && !stopped ? "offline" : connection.phase;
        this.#connection.hidden = phase === "stopped";
        this.#connection.dataset.phase = phase;
        if (phase === "stopped") {
            return;
        }
        const label = h("span", {});
        const words = () => {
            const left = Math.max(1, Math.ceil(((connection.retryAt ?? 0) - Date.now()) / 1000));
            label.textContent =
                phase === "waiting" ? text.connection.waiting(left) : text.connection[phase];
        };
        words();
        if (phase === "waiting") {
            this.#clock = setInterval(words, 500);
        }
        const tryNow =
            phase === "waiting" &&
            button(text.connection.tryNow, {
                kind: "quiet",
                onClick: () => {
                    this.#app.live.tryNow();
                    this.main.focus({ preventScroll: true });
                },
            });
        replace(
            this.#connection,
            h("span", { class: "connection-state" }, iconFor(ICONS[phase]), label),
            tryNow,
        );
    }
}
