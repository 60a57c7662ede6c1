// A certified OpenID provider on this machine, where anyone may log in with any name and password.
// Prints its address. Arguments: the port, and the address that users are sent back to.

import Provider from "oidc-provider";

const [port, redirectUri] = process.argv.slice(2);

/** What the provider knows of those who log in with the name `login`. */
const claimsOf = (login) => ({
    sub: `subject of ${login}`,
    name: login.replace(".", " "),
    email: `${login}@school.test`,
    email_verified: true,
    groups: login.startsWith("teacher") ? ["staff"] : ["pupils"],
});

const issuer = `http://127.0.0.1:${port}`;
const provider = new Provider(issuer, {
    clients: [
        {
            client_id: "attendance",
            client_secret: "what only the provider and the server know",
            redirect_uris: [redirectUri],
        },
    ],
    claims: { email: ["email", "email_verified"], profile: ["name", "groups"] },
    cookies: { keys: ["only for tests"] },
    findAccount: (context, login) => ({ accountId: login, claims: () => claimsOf(login) }),
});
provider.listen(Number(port), "127.0.0.1", () => console.log(issuer));
