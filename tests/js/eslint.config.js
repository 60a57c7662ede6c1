// Checks the pages' scripts, and those that the tests run in Node. Each rule beside the recommended
// ones is for a kind of mistake that types do not show.

import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import js from "@eslint/js";
import globals from "globals";
import typescript from "typescript-eslint";

const here = dirname(fileURLToPath(import.meta.url));

/** What a module may not import: doors import views, views parts, and parts the modules beneath. */
const notFrom = (...folders) => ({
    "no-restricted-imports": [
        "error",
        {
            patterns: folders.map((folder) => ({
                regex: `^/${folder}`,
                message: "Imports go downward only: from doors to views to parts to the modules beneath.",
            })),
        },
    ],
});


export default typescript.config(
    js.configs.recommended,
    {
        linterOptions: { reportUnusedDisableDirectives: "error" },
        rules: {
            "array-callback-return": "error",
            "consistent-return": "error",
            "eqeqeq": "error",
            "no-constructor-return": "error",
            "no-eval": "error",
            "no-implied-eval": "error",
            // Accents that are written as escapes are intended.
            "no-misleading-character-class": ["error", { allowEscape: true }],
            "no-promise-executor-return": "error",
            "no-self-compare": "error",
            "no-template-curly-in-string": "error",
            "no-throw-literal": "error",
            "no-unmodified-loop-condition": "error",
            "no-unreachable-loop": "error",
            "no-var": "error",
            "prefer-const": "error",
        },
    },
    {
        files: ["attendance_server/web/**/*.js"],
        languageOptions: {
            globals: globals.browser,
            parser: typescript.parser,
            parserOptions: { project: resolve(here, "tsconfig.json") },
        },
        plugins: { typescript: typescript.plugin },
        rules: {
            "typescript/await-thenable": "error",
            "typescript/no-floating-promises": "error",
            "typescript/no-misused-promises": ["error", { checksVoidReturn: false }],
            "typescript/switch-exhaustiveness-check": "error",
        },
    },
    {
        files: ["attendance_server/web/**/*.js"],
        ignores: ["attendance_server/web/app.js", "attendance_server/web/{doors,views,parts}/**"],
        rules: notFrom("app.js", "doors/", "views/", "parts/"),
    },
    {
        files: ["attendance_server/web/{views,parts}/*.js"],
        rules: notFrom("app.js", "doors/", "views/"),
    },
    {
        files: ["tests/js/**/*.{js,mjs}"],
        languageOptions: { globals: globals.node },
    },
);
