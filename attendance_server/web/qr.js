/**
 * QR codes (ISO/IEC 18004) of capital letters, digits and ` $%*+-./:`, which is enough for a link
 * in capital letters: versions 1 to 6, error correction M.
 *
 * @module
 */

/** Each character's value is its place (7.4.5). */
const ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

const MODE = 0b0010;

/**
 * How many blocks a version has at error correction M, and how many codewords of data and of error
 * correction each block (7.5.1, table 9).
 *
 * @type {[blocks: number, data: number, correction: number][]}
 */
const BLOCKS = [
    [1, 16, 10],
    [1, 28, 16],
    [1, 44, 26],
    [2, 32, 18],
    [2, 43, 24],
    [4, 27, 16],
];

/**
 * A mask inverts the modules of the encoding region for which this is 0 (7.8.2, table 10).
 *
 * @type {((row: number, column: number) => number)[]}
 */
const MASKS = [
    (row, column) => (row + column) % 2,
    (row) => row % 2,
    (_, column) => column % 3,
    (row, column) => (row + column) % 3,
    (row, column) => (Math.floor(row / 2) + Math.floor(column / 3)) % 2,
    (row, column) => ((row * column) % 2) + ((row * column) % 3),
    (row, column) => (((row * column) % 2) + ((row * column) % 3)) % 2,
    (row, column) => (((row + column) % 2) + ((row * column) % 3)) % 2,
];

/** Light modules that have to surround a symbol (5.3.8). */
export const QUIET_ZONE = 4;

/**
 * The symbol of a text: rows of modules, `true` for a dark one, without the quiet zone. It has the
 * smallest version that holds the text: version 3, which has 29 modules per row, holds 61
 * characters. Raises `RangeError` if the text has another character, or more than 154.
 *
 * @param {string} text
 * @returns {boolean[][]}
 */
export function qrCode(text) {
    const bits = alphanumeric(text);
    const place = BLOCKS.findIndex(([blocks, data]) => blocks * data * 8 >= bits.length);
    if (place < 0) {
        throw new RangeError(`too long for a QR code: ${text.length} characters`);
    }
    const grid = new Grid(place + 1);
    grid.placeData(codewords(bits, BLOCKS[place]));
    return grid.mask();
}

/** The text as a segment of the alphanumeric mode (7.4.5). @param {string} text */
function alphanumeric(text) {
    const values = [...text].map((character) => ALPHANUMERIC.indexOf(character));
    if (values.includes(-1)) {
        throw new RangeError("a QR code holds capital letters, digits and $%*+-./: only");
    }
    let bits = binary(MODE, 4) + binary(values.length, 9);
    for (let at = 0; at < values.length; at += 2) {
        const [first, second] = values.slice(at, at + 2);
        bits += second === undefined ? binary(first, 6) : binary(first * 45 + second, 11);
    }
    return bits;
}

/** @param {number} value @param {number} length */
const binary = (value, length) => value.toString(2).padStart(length, "0");

/**
 * The message: padded data, split into blocks, and their error correction, both interleaved (7.4.10,
 * 7.6).
 *
 * @param {string} bits @param {[blocks: number, data: number, correction: number]} structure
 */
function codewords(bits, [blocks, data, correction]) {
    const capacity = blocks * data * 8;
    const ended = bits + "0".repeat(Math.min(4, capacity - bits.length));
    const filled = ended.padEnd(Math.ceil(ended.length / 8) * 8, "0");
    const padded = filled.padEnd(capacity, binary(0xec11, 16));
    const bytes = (padded.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2));
    const all = Array.from({ length: blocks }, (_, block) => {
        const own = bytes.slice(block * data, (block + 1) * data);
        return { own, check: remainder(own, correction) };
    });
    return [
        ...bytes.slice(0, data).flatMap((_, at) => all.map(({ own }) => own[at])),
        ...all[0].check.flatMap((_, at) => all.map(({ check }) => check[at])),
    ];
}

/**
 * The error correction of a block: the remainder of its division by the generator polynomial (7.5.2).
 *
 * @param {number[]} data @param {number} degree
 */
function remainder(data, degree) {
    const divisor = generator(degree);
    /** @type {number[]} */
    let rest = new Array(degree).fill(0);
    for (const byte of data) {
        const factor = byte ^ rest[0];
        rest = [...rest.slice(1), 0].map((each, at) => each ^ product(divisor[at], factor));
    }
    return rest;
}

/**
 * The product of (x - 2^i) for i below `degree`, without its first coefficient, which is 1.
 *
 * @param {number} degree
 */
function generator(degree) {
    let coefficients = [1];
    for (let at = 0, root = 1; at < degree; at += 1, root = product(root, 2)) {
        const shifted = [...coefficients, 0];
        coefficients = shifted.map((each, place) =>
            place ? each ^ product(coefficients[place - 1], root) : each,
        );
    }
    return coefficients.slice(1);
}

/**
 * The product in the field of 256 elements with the polynomial 0x11d.
 *
 * @param {number} one @param {number} other
 */
function product(one, other) {
    let result = 0;
    for (let bit = 128; bit; bit >>= 1) {
        result = (result << 1) ^ (result & 128 ? 0x11d : 0);
        result ^= other & bit ? one : 0;
    }
    return result;
}

/** The modules of one symbol, and which of them belong to function patterns. */
class Grid {
    #size;
    #dark;
    /** Modules that hold no data: function patterns and format information. */
    #fixed;

    /** @param {number} version from 1 to 6 */
    constructor(version) {
        this.#size = 17 + 4 * version;
        const square = () =>
            Array.from({ length: this.#size }, () => new Array(this.#size).fill(false));
        this.#dark = square();
        this.#fixed = square();
        this.#placePatterns(version);
    }

    /**
     * Finder, separator, timing and alignment patterns, and room for the format (6.3).
     *
     * @param {number} version
     */
    #placePatterns(version) {
        const last = this.#size - 1;
        for (let at = 0; at < this.#size; at += 1) {
            this.#fix(6, at, at % 2 === 0);
            this.#fix(at, 6, at % 2 === 0);
        }
        for (const [row, column] of [[3, 3], [3, last - 3], [last - 3, 3]]) {
            this.#placeSquares(row, column, 4, (distance) => distance !== 2 && distance !== 4);
        }
        if (version > 1) {
            this.#placeSquares(last - 6, last - 6, 2, (distance) => distance !== 1);
        }
        for (let at = 0; at < 9; at += 1) {
            for (const [row, column] of [[8, at], [at, 8], [8, last - at], [last - at, 8]]) {
                const taken = this.#fixed[row][column] || (at === 8 && row !== column);
                if (!taken) {
                    this.#fix(row, column, false);
                }
            }
        }
    }

    /**
     * Concentric squares, as far as they are within the symbol.
     *
     * @param {number} row @param {number} column @param {number} radius
     * @param {(distance: number) => boolean} isDark
     */
    #placeSquares(row, column, radius, isDark) {
        for (let down = -radius; down <= radius; down += 1) {
            for (let right = -radius; right <= radius; right += 1) {
                const distance = Math.max(Math.abs(down), Math.abs(right));
                this.#fix(row + down, column + right, isDark(distance));
            }
        }
    }

    /** @param {number} row @param {number} column @param {boolean} dark */
    #fix(row, column, dark) {
        if (this.#dark[row]?.[column] !== undefined) {
            this.#dark[row][column] = dark;
            this.#fixed[row][column] = true;
        }
    }

    /**
     * Place the message in columns two modules wide, from the lower right corner, upwards and
     * downwards in turn (7.7.3).
     *
     * @param {number[]} message
     */
    placeData(message) {
        const bits = message.map((byte) => binary(byte, 8)).join("");
        let next = 0;
        let upwards = true;
        for (let right = this.#size - 1; right > 0; right -= 2) {
            // The vertical timing pattern takes a whole column.
            right -= Number(right === 6);
            for (let step = 0; step < this.#size; step += 1) {
                const row = upwards ? this.#size - 1 - step : step;
                for (const column of [right, right - 1]) {
                    if (!this.#fixed[row][column]) {
                        this.#dark[row][column] = bits[next] === "1";
                        next += 1;
                    }
                }
            }
            upwards = !upwards;
        }
    }

    /**
     * The modules with the mask of the lowest penalty, which is judged without the format
     * information (7.8).
     */
    mask() {
        const masked = MASKS.map((mask) =>
            this.#dark.map((line, row) =>
                line.map((dark, column) => {
                    const inverted = !this.#fixed[row][column] && mask(row, column) === 0;
                    return dark !== inverted;
                }),
            ),
        );
        const penalties = masked.map(penalty);
        const best = penalties.indexOf(Math.min(...penalties));
        return this.#withFormat(masked[best], best);
    }

    /**
     * The error correction level and the mask, twice (7.9).
     *
     * @param {boolean[][]} modules @param {number} mask
     */
    #withFormat(modules, mask) {
        const last = this.#size - 1;
        // Level M is 00. Its check bits are those of a BCH code.
        let rest = mask;
        for (let bit = 0; bit < 10; bit += 1) {
            rest = (rest << 1) ^ (rest & 512 ? 0x537 : 0);
        }
        const format = ((mask << 10) | rest) ^ 0x5412;
        for (let bit = 0; bit < 15; bit += 1) {
            const dark = Boolean((format >> bit) & 1);
            const near = bit < 6 ? bit : bit + 1;
            const far = 14 - bit < 6 ? 14 - bit : 15 - bit;
            const [row, column] = bit < 8 ? [near, 8] : [8, far];
            modules[row][column] = dark;
            const [otherRow, otherColumn] = bit < 8 ? [8, last - bit] : [last - 14 + bit, 8];
            modules[otherRow][otherColumn] = dark;
        }
        modules[last - 7][8] = true;
        return modules;
    }
}

/** How much a symbol looks like what confuses readers (7.8.3.1). @param {boolean[][]} modules */
function penalty(modules) {
    const text = (/** @type {boolean[]} */ line) => line.map(Number).join("");
    const rows = modules.map(text);
    const columns = modules.map((_, at) => text(modules.map((row) => row[at])));
    let points = 0;
    for (const line of [...rows, ...columns]) {
        for (const [run] of line.matchAll(/0{5,}|1{5,}/g)) {
            points += run.length - 2;
        }
        const likeFinders = `0000${line}0000`.match(/00001011101|1011101(?=0000)/g);
        points += 40 * (likeFinders?.length ?? 0);
    }
    for (let row = 1; row < rows.length; row += 1) {
        for (let column = 1; column < rows.length; column += 1) {
            const block = rows[row - 1].slice(column - 1, column + 1) +
                rows[row].slice(column - 1, column + 1);
            points += Number(block === "0000" || block === "1111") * 3;
        }
    }
    const dark = rows.join("").replaceAll("0", "").length / rows.length ** 2;
    return points + 10 * Math.floor(Math.abs(dark * 100 - 50) / 5);
}
