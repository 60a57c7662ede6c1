// Reports words of the English catalogue that nothing uses, and text that is in code and not in a
// catalogue: `node words-in-code.mjs`. Ends with 1 if there is any.

import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

import ts from "typescript";

const here = dirname(fileURLToPath(import.meta.url));
const web = join(here, "../../attendance_server/web");
const english = join(web, "language/en/");
const catalogues = join(web, "language/");

const { config } = ts.readConfigFile(join(here, "tsconfig.json"), ts.sys.readFile);
const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, here);
const program = ts.createProgram(fileNames, options);
const checker = program.getTypeChecker();
/** The modules of the pages, without the words of other languages. */
const sources = program
    .getSourceFiles()
    .filter(({ fileName }) => fileName.startsWith(`${web}/`))
    .filter(({ fileName }) => fileName.startsWith(english) || !isTranslation(fileName));

/** Attributes of elements whose values users read or hear. */
const SPOKEN = new Set(["aria-label", "title", "alt", "placeholder", "label", "heading", "hint"]);

/** A letter of a word. */
const LETTER = /\p{L}/u;

/** Words with a blank between them, the first of which begins with a capital: a sentence or a label. */
const SENTENCE = /^\p{Lu}\p{L}*[,:]? \p{L}/u;

const problems = [];

/** @param {string} fileName */
function isTranslation(fileName) {
    return dirname(dirname(fileName)) === join(web, "language");
}

function visit(node, each) {
    each(node);
    ts.forEachChild(node, (child) => visit(child, each));
}

/** @param {ts.Node} node */
function place(node) {
    const source = node.getSourceFile();
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    return `${relative(web, source.fileName)}:${line + 1}`;
}

const isObject = (node) => node && ts.isObjectLiteralExpression(node);
const isCatalogue = (node) => node.getSourceFile().fileName.startsWith(english);

// Words that are used: each word's place in the catalogue.
const used = new Set();

/** Mark all words of an object. */
function useAll(object) {
    for (const property of object.properties) {
        used.add(property);
        const value = property.initializer;
        const declared = value && ts.isIdentifier(value) ? declarationOf(value) : value;
        if (isObject(declared)) {
            useAll(declared);
        }
    }
}

/** What a name stands for: the object or function that was assigned to it. */
function declarationOf(name) {
    let symbol = checker.getSymbolAtLocation(name);
    if (symbol && symbol.flags & ts.SymbolFlags.Alias) {
        symbol = checker.getAliasedSymbol(symbol);
    }
    const value = symbol?.declarations?.[0]?.initializer;
    return value && ts.isIdentifier(value) ? declarationOf(value) : value;
}

/** The object literals of the catalogue that a value may be. */
function objectsOf(node) {
    const name = ts.isPropertyAccessExpression(node) ? node.name : node;
    const assigned = ts.isIdentifier(name) ? declarationOf(name) : undefined;
    const declared = checker.getTypeAtLocation(node).symbol?.declarations ?? [];
    return [assigned, ...declared].filter((each) => isObject(each) && isCatalogue(each));
}

/** Whether a value is only given another name, by which its words are looked at. */
function isOnlyNamed(node) {
    const { parent } = node;
    return (
        (ts.isVariableDeclaration(parent) &&
            (parent.name === node || !ts.getJSDocType(parent))) ||
        ts.isBindingElement(parent) ||
        ts.isParameter(parent) ||
        (ts.isPropertyAccessExpression(parent) && parent.expression === node) ||
        (ts.isSpreadAssignment(parent) && isCatalogue(node)) ||
        ts.isImportSpecifier(parent) ||
        ts.isExportSpecifier(parent)
    );
}

for (const source of sources) {
    visit(source, (node) => {
        if (ts.isPropertyAccessExpression(node) || ts.isBindingElement(node)) {
            const symbol = ts.isBindingElement(node)
                ? checker
                      .getTypeAtLocation(node.parent)
                      .getProperty((node.propertyName ?? node.name).getText())
                : checker.getSymbolAtLocation(node.name);
            for (const declaration of symbol?.declarations ?? []) {
                used.add(declaration);
            }
        }
        if (ts.isElementAccessExpression(node)) {
            const key = node.argumentExpression;
            for (const object of objectsOf(node.expression)) {
                const named = ts.isStringLiteral(key) && object.properties.filter(({ name }) => name?.text === key.text);
                if (named?.length) {
                    named.forEach((property) => used.add(property));
                } else {
                    useAll(object);
                }
            }
        }
        const isValue =
            (ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node.parent)) ||
            ts.isPropertyAccessExpression(node);
        if (isValue && !isOnlyNamed(node) && !isCatalogueOwn(node)) {
            objectsOf(node).forEach(useAll);
        }
    });
}

/** Whether a name stands where the catalogue itself declares it. */
function isCatalogueOwn(node) {
    return isCatalogue(node) && !ts.isCallExpression(node.parent);
}

/** Report the words of an object that are not used. */
function reportUnused(object, path) {
    for (const property of object.properties) {
        if (ts.isSpreadAssignment(property)) {
            continue;
        }
        const name = `${path}.${property.name.text}`;
        const value = property.initializer;
        const declared = value && ts.isIdentifier(value) ? declarationOf(value) : value;
        if (isObject(declared)) {
            reportUnused(declared, name);
        } else if (!used.has(property)) {
            problems.push(`${place(property)}: nothing uses ${name}`);
        }
    }
}

for (const source of sources.filter(({ fileName }) => fileName.startsWith(english))) {
    for (const statement of source.statements) {
        const isExported = statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
        if (isExported && ts.isVariableStatement(statement)) {
            for (const { name, initializer } of statement.declarationList.declarations) {
                if (isObject(initializer)) {
                    reportUnused(initializer, name.text);
                }
            }
        }
    }
}

/** The text of a literal, if users could read it. */
function textOf(node) {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
        return node.text;
    }
    return ts.isTemplateExpression(node)
        ? [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join(" ")
        : undefined;
}

/** Whether a literal is what an element shows: among its content, or in an attribute that is spoken. */
function isShown(node) {
    const { parent } = node;
    if (ts.isCallExpression(parent) && ["h", "s", "replace"].includes(parent.expression.getText())) {
        return parent.arguments.indexOf(node) > 1;
    }
    if (ts.isPropertyAssignment(parent) && parent.initializer === node) {
        return SPOKEN.has(parent.name.text);
    }
    return false;
}

/** Whether it is for whoever reads a log, or what JavaScript itself reads. */
function isTechnical(node) {
    const { parent } = node;
    return (
        ts.isImportDeclaration(parent) ||
        ts.isNewExpression(parent) ||
        ts.isTypeNode(parent) ||
        ts.isLiteralTypeNode(parent)
    );
}

/** What other programs use, too: what it says is for their authors. */
const CLIENT = join(web, "client.js");

const code = sources.filter(
    ({ fileName }) => !fileName.startsWith(catalogues) && fileName !== CLIENT,
);
for (const source of code) {
    visit(source, (node) => {
        const text = textOf(node);
        if (text === undefined || !LETTER.test(text) || isTechnical(node)) {
            return;
        }
        if (isShown(node) || SENTENCE.test(text)) {
            problems.push(`${place(node)}: text in code: ${text}`);
        }
    });
}

console.log(problems.join("\n"));
process.exitCode = problems.length ? 1 : 0;
