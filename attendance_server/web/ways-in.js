/** Which ways in the server offers. @module */

/** `mail`: a link by mail for a forgotten password. */
export function waysIn() {
    const meta = document.querySelector("meta[name='ways-in']");
    const ways = meta?.getAttribute("content")?.split(" ") ?? [];
    return {
        password: ways.includes("password"),
        signOn: ways.includes("sign-on"),
        mail: ways.includes("mail"),
    };
}
