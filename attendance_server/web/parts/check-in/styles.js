/** Imported by the parts of check-in: loads their style sheet before they are shown. @module */

import { styleSheet } from "/style-sheet.js";

await styleSheet("/styles/check-in.css");
