/**
 * The everyday views of teachers, which are loaded together when one of them is first shown.
 *
 * @module
 */

import { nameOrderForm } from "/parts/name-order-form.js";
import { accountPage } from "/views/account.js";
import { archivedListView, classListView } from "/views/class-list.js";
import { classView } from "/views/class.js";
import { projectorView } from "/views/projector.js";
import { rollView } from "/views/roll.js";
import { sessionView } from "/views/session.js";
import { soFarView } from "/views/so-far.js";

/** @import { View } from "/app.js" */

/** @type {Record<string, View>} */
export const views = {
    home: classListView,
    archived: archivedListView,
    class: classView,
    roll: rollView,
    projector: projectorView,
    session: sessionView,
    soFar: soFarView,
    account: accountPage(nameOrderForm),
};
