/**
 * The words of students' pages.
 *
 * @module
 */

import { countsOf, text as reports } from "/language/fr/reports.js";
import { moment, number, plural, sessionStart } from "/language/formats.js";

/** @import { Attended } from "/status.js" */

/**
 * How often a student was present, of the sessions from which they were not excused.
 *
 * @param {Attended} attended
 */
function rate({ present, total, excused }) {
    const times = `Présences : ${number(present)} sur ${number(total)}`;
    const without = plural(excused, { one: "excusé # fois", other: "excusé # fois" });
    if (excused && total) {
        return `${times}, ${without}`;
    }
    return excused ? without : times;
}

const MINE = {
    present: "Vous êtes présent",
    late: "Vous êtes présent, mais en retard",
    excused: "Vous êtes excusé",
    absent: "Vous êtes noté absent",
    none: "Vous n’êtes pas encore noté",
    off: "Aucune séance n’est en cours",
};

/** @type {typeof import("/language/en/student.js").text} */
export const text = {
    ...reports,

    ownSession: {
        mine: {
            present: "Vous étiez présent",
            late: "Vous étiez en retard",
            excused: "Vous étiez excusé",
            absent: "Vous étiez absent",
        },
        markedAt: (iso) => `Noté le ${moment(iso)}`,
        unchanged: "Votre présence n’a pas été modifiée depuis.",
    },

    invitation: {
        from: (teacher) => `${teacher} vous invite dans cette classe.`,
        code: "Code",
        codeHint: "Votre enseignant le distribue.",
        accept: "Rejoindre",
        decline: "Refuser",
        accepted: (className) => `Vous êtes maintenant dans ${className}.`,
        declined: (className) => `Vous avez refusé ${className}.`,
    },

    leaveClass: {
        leave: "Quitter la classe",
        title: (className) => `Quitter ${className} ?`,
        body: "Vos séances passées restent. Seul l’enseignant peut vous ajouter de nouveau.",
    },

    student: {
        none: "Vous n’êtes dans aucune classe.",
        join: "Rejoindre une classe",
        waiting: "Votre demande d’entrer a été transmise à l’enseignant.",
        withdraw: {
            act: "Retirer",
            label: (className) => `Retirer votre demande d’entrer dans ${className}`,
            title: (className) => `Retirer votre demande d’entrer dans ${className} ?`,
            body: "Votre enseignant ne la voit plus. Pour demander à nouveau, il vous faut le code de la classe.",
            done: (className) => `Votre demande d’entrer dans ${className} a été retirée.`,
            answered: "Votre enseignant avait déjà répondu.",
        },
        joined: (className) => `Vous êtes dans ${className}.`,
        invited: (className) => `Vous êtes invité dans ${className}.`,
        removed: (className) => `Vous n’êtes plus dans ${className}.`,
        nextHint: "Cette page affiche la prochaine séance dès que votre enseignant la démarre.",
        running: "Séance en cours",
        since: (iso) => `depuis ${sessionStart(iso)}`,
        mine: MINE,
        was: {
            present: "La séance est terminée. Vous étiez présent.",
            late: "La séance est terminée. Vous étiez en retard.",
            excused: "La séance est terminée. Vous étiez excusé.",
            absent: "La séance est terminée. Vous étiez absent.",
            none: "La séance est terminée.",
            discarded: "Cette séance a été écartée.",
        },
        announceStatus: (mine, className) => `${className} : ${MINE[mine]}.`,
        announceStart: (className) => `${className} : une séance a commencé.`,
        checkInOpen: "Le pointage est ouvert",
        announceCheckIn: (className) => `${className} : le pointage est ouvert.`,
        rate,
        rateLabel: "Mes présences",
        noSessions: "Pas encore de séance passée",
        rateOfLatest: (attended, count) =>
            plural(count, {
                one: `${rate(attended)} (dernière séance : #)`,
                other: `${rate(attended)} (# dernières séances)`,
            }),
        chart: (words) => `${words} ; la séance la plus ancienne vient en premier`,
        bar: (iso, status) => `${moment(iso)} : ${status}`,
        history: "Mes séances passées",
    },

    ownReport: {
        link: "Mes présences",
        heading: "Mes présences",
        all: "Toutes les classes",
        left: "quittée",
        none: "Vous n’avez eu aucune séance pendant cette période.",
        noClass: "Vous n’êtes dans aucune classe.",
        picture: (className) => `Mes présences dans ${className}`,
        describe: (sessions, counts) =>
            `${countsOf(sessions, counts)}. La page de la classe montre chacune d’elles.`,
        unavailable: "Les séances de cette classe ne peuvent plus être affichées.",
    },
};
