/**
 * The words with which teachers let students join a class by themselves.
 *
 * @module
 */

import { plural } from "/language/formats.js";

/** @type {typeof import("/language/en/class-code.js").words} */
export const words = {
    heading: "Código de clase",
    hint: "Tus estudiantes escriben el código o abren el enlace, y ya están en la clase. No necesitas lista ni direcciones.",
    rule: "Quien tiene el código",
    rules: {
        off: "no puede usarlo",
        atOnce: "entra al instante",
        ask: "entra cuando lo hayas aceptado",
    },
    readOnly: {
        off: "El código está desactivado. Puede activarlo la persona responsable de la clase.",
        atOnce: "Quien tiene el código entra en la clase de inmediato.",
        ask: "Quien tiene el código entra en la clase cuando lo hayas aceptado.",
    },
    enterAt: (address) => `Tus estudiantes entran en ${address} y eligen «Unirse a una clase».`,
    code: "Código de esta clase",
    picture: "Código QR con el enlace para unirse a esta clase",
    copyLink: "Copiar enlace",
    copied: "Se ha copiado el enlace.",
    notCopied: (link) => `No se ha podido copiar el enlace. Es ${link}`,
    showLarge: "Ver en grande",
    close: "Cerrar",
    renew: "Código nuevo…",
    renewTitle: "¿Cambiar el código?",
    renewBody: "El código anterior y su enlace dejan de funcionar de inmediato. Quienes ya se han unido se quedan.",
    renewConfirm: "Cambiar",
    renewed: "La clase tiene un código nuevo.",
    saved: "Guardado.",
    requests: (count) =>
        plural(count, { one: "# estudiante pide unirse", other: "# estudiantes piden unirse" }),
    accept: "Aceptar",
    refuse: "Rechazar",
    acceptLabel: (name) => `Aceptar: ${name}`,
    refuseLabel: (name) => `Rechazar: ${name}`,
    accepted: (name) => `${name} ya está en la clase.`,
    refused: (name) => `Se ha rechazado la solicitud de ${name}.`,
};
