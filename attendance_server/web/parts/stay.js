/** The choice to stay logged in on this device, wherever users log in. @module */

import { text } from "/language/en/visitor.js";
import { checkbox } from "/ui.js";

export function stayChoice() {
    return checkbox(text.login.stay, "stay", text.login.stayHint);
}
