/** A student's classes, with running sessions and their own attendance. @module */

import { ownJoinRequests } from "/class-codes.js";
import { h, name, replace } from "/dom.js";
import { text } from "/language/en/student.js";
import { compareNames } from "/language/formats.js";
import { afterMissedFrames } from "/missed-frames.js";
import { invitationCard } from "/parts/invitation-card.js";
import { OwnClassCard } from "/parts/own-class-card.js";
import { withdrawButton } from "/parts/withdraw-join.js";
import { to } from "/router.js";
import { iconFor, linkButton } from "/ui.js";

/** @import { PendingJoinRequest } from "/api-types.js" */
/** @import { App, Place } from "/app.js" */

/** @param {App} app @param {Place} place */
export async function studentHomeView(app, { signal, show }) {
    const words = text.student;
    const list = h("ul", { class: "cards", role: "list" });
    const waiting = h("ul", { class: "cards", role: "list" });
    const invitationList = h("ul", { class: "cards", role: "list" });
    const noClasses = h("div", { hidden: true });
    let drawnInvitations = "";
    /** @type {Map<string, OwnClassCard>} */
    let cards = new Map();

    async function reload() {
        const [classes, invitations, requests] = await Promise.all([
            app.api.classes({ signal }),
            app.api.invitations({ signal }),
            ownJoinRequests(app.api, { signal }),
        ]);
        // Only if they have changed, because a code may be being typed.
        if (drawnInvitations !== JSON.stringify(invitations)) {
            drawnInvitations = JSON.stringify(invitations);
            replace(
                invitationList,
                ...invitations.map((each) => invitationCard(app, each, refresh, signal)),
            );
        }
        replace(
            waiting,
            ...requests.map((each) =>
                requestCard(each, withdrawButton(app, each, { done: refresh, signal })),
            ),
        );
        classes.sort((one, other) => compareNames(one.className, other.className));
        const before = cards;
        cards = new Map(
            classes.map((class_) => [
                class_._id,
                before.get(class_._id) ?? new OwnClassCard(app, class_, signal),
            ]),
        );
        list.replaceChildren(...[...cards.values()].map(({ node }) => node));
        drawWelcome(!cards.size && !invitations.length && !requests.length);
    }

    /** Few need it, and once: it is loaded then. @param {boolean} needed */
    function drawWelcome(needed) {
        const first = needed && !noClasses.hasChildNodes();
        noClasses.hidden = !needed;
        if (first) {
            noClasses.append(h("p", { class: "empty" }, words.none));
            void app.addFrom("studentMore", signal, ({ welcome }) => {
                noClasses.replaceChildren(
                    welcome(app, ({ classId, className, joined }) => {
                        if (joined) {
                            app.notices.show(words.joined(className), "good");
                            app.go(to.class(classId));
                        } else {
                            void refresh();
                        }
                    }),
                );
            });
        }
    }

    const refresh = () => reload().catch((error) => app.fail(error, signal));
    await reload();
    app.store.subscribe((news) => {
        const { classId, started, ended } = news;
        if (classId === undefined) {
            cards.forEach((card) => card.draw());
        } else {
            cards.get(classId)?.update(news);
        }
        // The student may have been added to a class or removed from one.
        if (ended || (started && !cards.has(classId ?? ""))) {
            void refresh();
        }
    }, signal);
    app.live.listen(
        "CLASS_MEMBERSHIP",
        ({ classId, className, membership }) => {
            if (membership === "enrolled" && !cards.has(classId)) {
                app.notices.show(words.joined(className), "good");
            } else if (membership === "invited") {
                app.notices.show(words.invited(className));
            } else if (membership === "none" && cards.has(classId)) {
                app.notices.show(words.removed(className));
            }
            void refresh();
        },
        signal,
    );
    app.live.listen("JOIN_DECIDED", ({ accepted }) => accepted || void refresh(), signal);
    app.live.listen("JOIN_WITHDRAWN", () => void refresh(), signal);
    afterMissedFrames(app, refresh, signal);
    // What was missed while there was only a connection over HTTP.
    document.addEventListener(
        "visibilitychange",
        () => document.visibilityState === "visible" && refresh(),
        { signal },
    );
    show(
        text.myClasses,
        h("h1", {}, text.myClasses),
        h(
            "div",
            { class: "actions is-start" },
            linkButton(words.join, to.join(), { icon: "qr" }),
            linkButton(text.ownReport.link, to.ownReport(), { icon: "chart" }),
        ),
        invitationList,
        waiting,
        noClasses,
        list,
    );
}

/** @param {PendingJoinRequest} request @param {HTMLElement} withdraw */
function requestCard({ className }, withdraw) {
    return h(
        "li",
        { class: "card" },
        h("h2", {}, name(className)),
        h("p", { class: "quiet join-request" }, iconFor("waiting"), text.student.waiting),
        h("div", { class: "actions is-start" }, withdraw),
    );
}
