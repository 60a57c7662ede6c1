// What is wrong with the words of the pages, as a list in JSON: `node words.mjs FOLDER`, where FOLDER
// holds a folder per language. English has the words that all others have to have.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import ts from "typescript";

const ENGLISH = "en";

/** Numbers of things that a page may show, to learn which forms a language has for them. */
const COUNTS = [...Array(200).keys(), 1000, 1001, 1002, 10_000, 100_000];

const folder = process.argv[2];
const problems = [];

/** The categories of plurals that a language has for these numbers, and `other` (CLDR). */
function categoriesOf(language) {
    const rules = new Intl.PluralRules(language);
    return [...new Set([...COUNTS.map((count) => rules.select(count)), "other"])].sort();
}

/** @param {string} language */
function filesOf(language) {
    return readdirSync(join(folder, language)).sort();
}

/** A module as a tree. @param {string} language @param {string} file */
function parsed(language, file) {
    const text = readFileSync(join(folder, language, file), "utf8");
    return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
}

function visit(node, each) {
    each(node);
    ts.forEachChild(node, (child) => visit(child, each));
}

/** The constants and functions of a module by their names, and the names of those it exports. */
function declarationsOf(module) {
    const declared = new Map();
    const exported = [];
    for (const statement of module.statements) {
        const isExported = statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
        const found = ts.isVariableStatement(statement)
            ? statement.declarationList.declarations.map(({ name, initializer }) => [name, initializer])
            : ts.isFunctionDeclaration(statement)
              ? [[statement.name, statement]]
              : [];
        for (const [name, value] of found) {
            declared.set(name.text, value);
            if (isExported) {
                exported.push(name.text);
            }
        }
    }
    return { declared, exported };
}

/** The words of a module by their paths, such as `text.login.heading`. */
function wordsOf(module) {
    const { declared, exported } = declarationsOf(module);
    const words = new Map();
    const add = (path, value) => {
        const known = ts.isIdentifier(value) ? (declared.get(value.text) ?? value) : value;
        if (!ts.isObjectLiteralExpression(known)) {
            words.set(path, known);
            return;
        }
        for (const property of known.properties) {
            if (!ts.isSpreadAssignment(property)) {
                add(`${path}.${property.name.text}`, property.initializer ?? property.name);
            }
        }
    };
    for (const name of exported) {
        add(name, declared.get(name));
    }
    return words;
}

/**
 * The arguments that a message shows: by their places, and those that it takes apart by their names.
 */
function shownBy(message) {
    const shown = new Set();
    for (const [place, { name }] of (message.parameters ?? []).entries()) {
        const names = ts.isObjectBindingPattern(name)
            ? name.elements.map((each) => [each.name.text, (each.propertyName ?? each.name).text])
            : [[name.text, String(place)]];
        for (const [local, argument] of names) {
            visit(message.body, (node) => {
                if (ts.isIdentifier(node) && node.text === local) {
                    shown.add(argument);
                }
            });
        }
    }
    return shown;
}

/** Whether a message shows the number of a plural. */
function showsNumber(message) {
    let shows = false;
    visit(message, (node) => {
        if (ts.isPropertyAssignment(node) && node.name.getText() === "other") {
            shows ||= node.initializer.getText().includes("#");
        }
    });
    return shows;
}

function checkPlurals(language, file, module) {
    const wanted = categoriesOf(language);
    visit(module, (node) => {
        if (ts.isCallExpression(node) && node.expression.getText() === "plural") {
            const has = node.arguments[1].properties.map(({ name }) => name.getText()).sort();
            if (has.join() !== wanted.join()) {
                problems.push(`${language}/${file}: plural has ${has}, not ${wanted}: ${node.getText()}`);
            }
        }
    });
}

function compare(language, file, english, own) {
    for (const path of english.keys()) {
        if (!own.has(path)) {
            problems.push(`${language}/${file}: ${path} is missing`);
        }
    }
    for (const [path, message] of own) {
        const original = english.get(path);
        if (!original) {
            problems.push(`${language}/${file}: ${path} is not in English`);
            continue;
        }
        const [wanted, has] = [shownBy(original), shownBy(message)];
        for (const argument of wanted) {
            if (!has.has(argument)) {
                problems.push(`${language}/${file}: ${path} does not show its argument ${argument}`);
            }
        }
        if (showsNumber(original) && !showsNumber(message)) {
            problems.push(`${language}/${file}: ${path} does not show its number`);
        }
    }
}

function checkPageWords(language) {
    const [wanted, has] = [ENGLISH, language].map((each) =>
        Object.keys(JSON.parse(readFileSync(join(folder, each, "page.json"), "utf8"))).sort(),
    );
    if (wanted.join() !== has.join()) {
        problems.push(`${language}/page.json: has ${has}, not ${wanted}`);
    }
}

const wantedFiles = filesOf(ENGLISH);
const languages = readdirSync(folder, { withFileTypes: true }).filter((each) => each.isDirectory());
for (const { name: language } of languages) {
    const files = filesOf(language);
    // A language without one is not offered yet.
    if (files.includes("page.json")) {
        for (const file of wantedFiles.filter((each) => !files.includes(each))) {
            problems.push(`${language}/${file} is missing`);
        }
    }
    for (const file of files.filter((each) => !wantedFiles.includes(each))) {
        problems.push(`${language}/${file} is not in English`);
    }
    for (const file of files.filter((each) => wantedFiles.includes(each) && each.endsWith(".js"))) {
        const module = parsed(language, file);
        checkPlurals(language, file, module);
        compare(language, file, wordsOf(parsed(ENGLISH, file)), wordsOf(module));
    }
    if (files.includes("page.json")) {
        checkPageWords(language);
    }
}
console.log(JSON.stringify(problems, undefined, 1));
