/**
 * Making elements without parsing HTML, so that names and other data stay text.
 *
 * @module
 */

const SVG = "http://www.w3.org/2000/svg";

/** Set as properties, because their attributes only give an initial value. */
const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "indeterminate"]);

/** @typedef {Node | string | number | false | null | undefined} Leaf */

/**
 * The content of an element. Lists may be nested.
 *
 * @typedef {Leaf | { readonly length: number, readonly [place: number]: Child }} Child
 */

/**
 * The attributes of an element. One that is `false`, `null` or `undefined` is left out. `on` holds
 * event listeners.
 *
 * @typedef {{
 *     on?: {
 *         [K in keyof HTMLElementEventMap]?: ((event: HTMLElementEventMap[K]) => unknown) | null
 *     },
 *     [attribute: string]: any,
 * }} Props
 */

/** @param {Element} element @param {Props} props @param {Child[]} children */
function fill(element, props, children) {
    for (const [name, value] of Object.entries(props)) {
        if (name === "on") {
            for (const [event, listener] of Object.entries(value ?? {})) {
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
 * @param {string} tag @param {Props} [props] @param {...Child} children
 * @returns {any}
 */
export function h(tag, props = {}, ...children) {
    return fill(document.createElement(tag), props, children);
}

/**
 * An SVG element.
 *
 * @param {string} tag @param {Props} [props] @param {...Child} children
 * @returns {any}
 */
export function s(tag, props = {}, ...children) {
    return fill(document.createElementNS(SVG, tag), props, children);
}

/** Replace the content of an element. @param {Element} element @param {...Child} children */
export function replace(element, ...children) {
    element.replaceChildren();
    add(element, children);
}

/**
 * A name as a user typed it. Its writing direction does not affect the text around it.
 *
 * @param {string} text @param {Props} [props]
 */
export function name(text, props = {}) {
    return h("bdi", { class: "name", ...props }, text);
}

let numbers = 0;

/** An id that is unique within the page. @param {string} prefix */
export function uniqueId(prefix) {
    numbers += 1;
    return `${prefix}-${numbers}`;
}
