/**
 * Elements, made without a parser: whatever a name holds, it stays text.
 *
 * @module
 */

const SVG = "http://www.w3.org/2000/svg";

/** Set as properties: as attributes they would only tell where an element starts from. */
const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "indeterminate"]);

/** @typedef {Node | string | number | false | null | undefined} Leaf */

/**
 * What an element may hold; lists are laid out flat.
 *
 * @typedef {Leaf | { readonly length: number, readonly [place: number]: Child }} Child
 */

/**
 * @param {Element} element @param {Record<string, any>} props `on` holds listeners by event;
 *     a prop that is `false`, `null` or `undefined` is left out
 * @param {Child[]} children
 */
function fill(element, props, children) {
    for (const [name, value] of Object.entries(props)) {
        if (name === "on") {
            for (const [event, listener] of Object.entries(value)) {
                if (listener) {
                    element.addEventListener(event, listener);
                }
            }
        } else if (PROPERTIES.has(name)) {
            Reflect.set(element, name, value);
        } else if (value !== false && value !== null && value !== undefined) {
            element.setAttribute(name, value === true ? "" : String(value));
        }
    }
    add(element, children);
    return element;
}

/** @param {Element} parent @param {readonly Child[]} children */
function add(parent, children) {
    for (const child of children) {
        if (Array.isArray(child)) {
            add(parent, child);
        } else if (child !== false && child !== null && child !== undefined) {
            parent.append(child instanceof Node ? child : String(child));
        }
    }
}

/**
 * An HTML element.
 *
 * @param {string} tag @param {Record<string, any>} [props] @param {...Child} children
 * @returns {any}
 */
export function h(tag, props = {}, ...children) {
    return fill(document.createElement(tag), props, children);
}

/**
 * An SVG element.
 *
 * @param {string} tag @param {Record<string, any>} [props] @param {...Child} children
 * @returns {any}
 */
export function s(tag, props = {}, ...children) {
    return fill(document.createElementNS(SVG, tag), props, children);
}

/** @param {Element} element @param {...Child} children */
export function replace(element, ...children) {
    element.replaceChildren();
    add(element, children);
}

/**
 * A name that somebody gave: its own direction of writing does not turn the text around it.
 *
 * @param {string} text @param {Record<string, any>} [props]
 */
export function name(text, props = {}) {
    return h("bdi", { class: "name", ...props }, text);
}

let numbers = 0;

/** An id that no other element of the page has. @param {string} prefix */
export function uniqueId(prefix) {
    numbers += 1;
    return `${prefix}-${numbers}`;
}
