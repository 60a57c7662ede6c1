/**
 * The words of reports and of past sessions, for teachers, students and the school office.
 *
 * @module
 */

import { being, text as common } from "/language/fr/common.js";
import {
    date,
    day,
    fieldDate,
    fullLastDay,
    moment,
    number,
    plural,
    size,
    time,
} from "/language/formats.js";

/** @type {typeof import("/language/en/reports.js").countsOf} */
export function countsOf(sessions, counts) {
    const each = [
        plural(counts.present, { one: "# présence", other: "# présences" }),
        plural(counts.late, { one: "# retard", other: "# retards" }),
        plural(counts.excused, { one: "# absence excusée", other: "# absences excusées" }),
        plural(counts.absent, { one: "# absence", other: "# absences" }),
    ].join(", ");
    return plural(sessions, {
        one: `# séance : ${each}`,
        other: `# séances : ${each}`,
    });
}

/** @type {typeof import("/language/en/reports.js").text} */
export const text = {
    ...common,

    statusLetter: {
        present: "P",
        late: "R",
        excused: "E",
        absent: "A",
        none: "·",
    },

    teachers: {
        heading: "Enseignants",
        you: "(vous)",
        hint: "Les assistants font l’appel dans cette classe comme vous. Ils ne peuvent ni la modifier, ni l’exporter, ni la supprimer.",
        assistantHint: "Tous font l’appel dans cette classe. Son responsable la gère.",
        youAssist:
            "Vous êtes assistant dans cette classe : vous y faites l’appel, et son responsable la gère.",
        asAssistant: "vous y êtes assistant",
        role: (role, until) => {
            if (role === "owner") {
                return "Responsable";
            }
            if (!until) {
                return "Assistant";
            }
            const lastDay = fullLastDay(until);
            return lastDay
                ? `Remplaçant jusqu’au ${day(lastDay)} inclus`
                : `Remplaçant jusqu’au ${moment(until)}`;
        },
        add: "Ajouter un enseignant",
        addBody: "Cette personne voit la classe, ses élèves et ses bilans, et fait l’appel.",
        email: "Adresse e-mail de l’enseignant",
        until: "Dernier jour",
        untilHint: "Pour un remplaçant. Sinon, la personne reste jusqu’à ce que vous la retiriez.",
        addConfirm: "Ajouter",
        added: "L’enseignant a été ajouté.",
        remove: "Retirer",
        removeLabel: (name) => `Retirer ${name}`,
        removeTitle: (name) => `Retirer ${name} des enseignants ?`,
        removeBody: "Cette personne ne voit plus cette classe. Ce qu’elle a noté reste.",
        removed: (name) => `${name} n’est plus enseignant de cette classe.`,
        leave: "Quitter la classe",
        leaveTitle: (className) => `Quitter ${className} ?`,
        leaveBody:
            "Vous ne voyez plus cette classe. Ce que vous avez noté reste. Seul son responsable peut vous ajouter de nouveau.",
        left: (className) => `Vous n’êtes plus enseignant de ${className}.`,
        noLonger: "Vous n’êtes plus enseignant de cette classe.",
    },

    session: {
        student: "Élève",
        status: "Statut",
        file: "Séance",
        times: (startedAt, endedAt) =>
            day(startedAt) === day(endedAt)
                ? `${moment(startedAt)} à ${time(endedAt)}`
                : `${moment(startedAt)} à ${moment(endedAt)}`,
        summary: ({ presentCount, absentCount, lateCount, excusedCount }) => {
            const present = lateCount
                ? plural(presentCount, {
                      one: `# présent (en retard : ${number(lateCount)})`,
                      other: `# présents (en retard : ${number(lateCount)})`,
                  })
                : plural(presentCount, { one: "# présent", other: "# présents" });
            const absent = excusedCount
                ? plural(absentCount, {
                      one: `# absent (excusé : ${number(excusedCount)})`,
                      other: `# absents (excusés : ${number(excusedCount)})`,
                  })
                : plural(absentCount, { one: "# absent", other: "# absents" });
            return `${present}, ${absent}`;
        },
        noStudents: "Aucun élève n’était inscrit à cette séance.",
        deletedAccount: "Compte supprimé",
        deletedStudent: (number) => `Élève supprimé ${number}`,
        filter: "Chercher dans cette séance",
        noMatch: "Aucun élève ne correspond.",
        correct: "Modifier",
        correctLabel: (name) => `Modifier la présence de ${name}`,
        correctedAt: (iso) => `Corrigé le ${moment(iso)}`,
        openAgain: "Cette séance est de nouveau en cours.",
        openRoll: "Ouvrir la séance en cours",
    },

    correction: {
        title: (name) => `Modifier la présence de ${name}`,
        soFar: (status, iso) =>
            iso
                ? `Jusqu’ici : ${being[status]}, depuis ${moment(iso)}`
                : `Jusqu’ici : ${being[status]}`,
        to: "Nouveau statut",
        reason: "Motif",
        reasonHint:
            "Enregistré avec la modification et visible par l’élève. Il ne peut plus être changé ensuite.",
        save: "Enregistrer la modification",
        saved: (name, status) => `${name} est maintenant ${being[status]}.`,
        already: (name, status) =>
            `${name} était déjà ${being[status]}. Rien n’a été modifié, et votre motif n’a pas été enregistré.`,
        meanwhile: (name, status) =>
            `${name} est maintenant ${being[status]}. La présence avait aussi été modifiée dans une autre fenêtre : voyez les modifications.`,
        changes: (count) =>
            plural(count, {
                one: "# modification après la fin",
                other: "# modifications après la fin",
            }),
        hint: "La plus récente en premier. Les élèves voient les modifications de leur propre présence, mais pas leur auteur.",
        earlier: (count) =>
            plural(count, {
                one: "Afficher # modification antérieure",
                other: "Afficher # modifications antérieures",
            }),
        fromTo: "→",
        by: (name, iso) => `${name}, ${moment(iso)}`,
        reopened: "Séance rouverte",
        hadEnded: (iso) => `Elle s’était terminée le ${moment(iso)}.`,
        ofMine: "Modifications après la fin",
        corrected: "Corrigé",
    },

    report: {
        link: "Bilan, tableau et graphiques",
        heading: (className) => `Présences : ${className}`,
        parts: "Bilans de cette classe",
        students: "Élèves",
        matrix: "Tableau",
        overTime: "Évolution",
        from: "Du",
        to: "Au",
        wrongOrder: "C’est avant le premier jour.",
        order: "Ordre",
        orders: {
            name: "Par nom",
            absent: "Absences les plus nombreuses d’abord",
            rate: "Taux le plus bas d’abord",
            absenceRun: "Absences consécutives les plus longues d’abord",
            lastSeen: "Dernière venue la plus ancienne d’abord",
        },
        missed: "Absences : au moins",
        missedHint: "fois",
        find: "Chercher un élève",
        span: (from, to) => {
            if (from && to) {
                return from === to
                    ? `Le ${fieldDate(from)}`
                    : `Du ${fieldDate(from)} au ${fieldDate(to)}`;
            }
            if (from) {
                return `Depuis le ${fieldDate(from)}`;
            }
            return to ? `Jusqu’au ${fieldDate(to)}` : "Toutes les séances";
        },
        count: (shown, all) =>
            shown === all
                ? plural(all, { one: "# élève", other: "# élèves" })
                : plural(all, {
                      one: `${number(shown)} sur # élève`,
                      other: `${number(shown)} sur # élèves`,
                  }),
        countMissed: (shown, all, times) => {
            const students = plural(all, {
                one: `${number(shown)} sur # élève`,
                other: `${number(shown)} sur # élèves`,
            });
            return plural(times, {
                one: `Absents au moins # fois : ${students}`,
                other: `Absents # fois ou plus : ${students}`,
            });
        },
        noMatch: "Aucun élève ne correspond.",
        none: "Aucune séance ne s’est terminée pendant cette période.",
        noStudents: "Aucun élève n’était dans cette classe pendant cette période.",
        student: "Élève",
        sessions: "Séances",
        rate: "Taux",
        absenceRun: "De suite",
        absenceRunLong: "Absences consécutives",
        lastSeen: "Vu le",
        never: "Jamais",
        left: "parti",
        seen: date,
        table: "Présences de chaque élève",
        pages: "Pages",
        page: (first, last, all) =>
            `Élèves ${number(first)} à ${number(last)} sur ${number(all)}`,
        previous: "Précédents",
        next: "Suivants",
        failed: "Le bilan n’a pas pu être chargé.",
    },

    studentReport: {
        heading: (name, className) => `${name}, ${className}`,
        picture: (name) => `Présences de ${name}`,
        describe: (sessions, counts) =>
            `${countsOf(sessions, counts)}. La liste ci-dessous montre chacune d’elles.`,
        cell: (iso, status) => `${moment(iso)} : ${common.status[status]}`,
        rate: "Taux",
        absenceRun: "Absences consécutives",
        lastSeen: "Vu le",
        chart: "Séance par séance",
        list: "Toutes les séances",
        none: "Cet élève n’a eu aucune séance pendant cette période.",
        left: "Cet élève a quitté la classe.",
        missing: "Cet élève n’est pas dans les bilans de cette classe.",
    },

    exports: {
        csv: "CSV",
        xlsx: "Excel",
        csvLabel: (what) => `${what} au format CSV`,
        xlsxLabel: (what) => `${what} pour Excel (XLSX)`,
        print: "Imprimer",
        preparing: "Le serveur prépare le fichier…",
        received: (bytes) => `Téléchargement : ${size(bytes)} reçus…`,
        done: (name, bytes) => `${name} a été téléchargé (${size(bytes)}).`,
        busy: (seconds) =>
            plural(seconds, {
                one: "Le serveur prépare déjà d’autres fichiers. Réessayez dans # seconde.",
                other: "Le serveur prépare déjà d’autres fichiers. Réessayez dans # secondes.",
            }),
        broken: "Le téléchargement a été interrompu. Vérifiez le réseau et réessayez.",
        failed: (why) => `Pas téléchargé. ${why}`,
    },
};
