/** What tells people of one name apart in a list. @module */

/**
 * @typedef {{ name: string, email?: string | null, studentNumber?: string | null }} Person a student
 *     or anyone else in a list
 */

/** Two names that look the same. @param {string} name */
const looks = (name) => name.normalize("NFKC").trim().replace(/\s+/g, " ").toLocaleLowerCase();

/** @param {string} address */
const local = (address) => address.split("@")[0];

/**
 * For each person who shares their name with another one in the list: their student number, or else
 * as much of their address as tells them apart. Those who have neither are left out.
 *
 * @template {Person} P
 * @param {Iterable<P>} people @returns {Map<P, string>}
 */
export function tellApart(people) {
    /** @type {Map<string, P[]>} */
    const byName = new Map();
    for (const person of people) {
        const name = looks(person.name);
        const others = byName.get(name);
        if (others) {
            others.push(person);
        } else {
            byName.set(name, [person]);
        }
    }
    const apart = new Map();
    for (const namesakes of byName.values()) {
        for (const person of namesakes.length > 1 ? namesakes : []) {
            const hint = person.studentNumber || partOfAddress(person, namesakes);
            if (hint) {
                apart.set(person, hint);
            }
        }
    }
    return apart;
}

/** @param {Person} person @param {Person[]} namesakes */
function partOfAddress({ email }, namesakes) {
    if (!email) {
        return "";
    }
    const same = namesakes.filter((other) => other.email && local(other.email) === local(email));
    return same.length > 1 ? email : local(email);
}
