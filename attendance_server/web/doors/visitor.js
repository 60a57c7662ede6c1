/**
 * The views of whoever is not logged in, and of the page that sets a password, which are loaded together when one of them is first shown.
 *
 * @module
 */

import { claimView } from "/views/claim.js";
import { forgotView } from "/views/forgot.js";
import { loginView, signUpView } from "/views/login.js";
import { signedOnView } from "/views/signed-on.js";

/** @import { View } from "/app.js" */

/** @type {Record<string, View>} */
export const views = {
    login: loginView,
    signup: signUpView,
    signedOn: signedOnView,
    forgot: forgotView,
    claim: claimView,
};
