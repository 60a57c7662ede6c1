/**
 * The words of a class's sessions, for teachers and the school office.
 *
 * @module
 */

import { text as reports } from "/language/fr/reports.js";
import {
    day,
    dayAndMonth,
    dayOfMonth,
    moment,
    month,
    monthOfYear,
    number,
    percent,
    plural,
    sessionStart,
    time,
    weekday,
} from "/language/formats.js";
import { STATUSES } from "/status.js";

/** @type {typeof import("/language/en/sessions.js").text} */
export const text = {
    ...reports,

    resetCode: {
        button: "Nouveau mot de passe",
        buttonLabel: (who) => `Nouveau mot de passe pour ${who}`,
        title: (who) => `Un code pour un nouveau mot de passe de ${who} ?`,
        body: "Il sert une seule fois, dans les 24 heures. Jusque-là, l’ancien mot de passe reste valable et personne n’est déconnecté. Assurez-vous de l’identité de la personne à qui vous le donnez : qui a le code peut utiliser le compte.",
        confirm: "Afficher le code",
        issued: (who) => `Code pour ${who}`,
        done: "Terminé",
        use: (address, until) =>
            `Ouvrez ${address}, choisissez « J’ai un code », et saisissez-le. Il ne peut plus être affiché, et vaut jusqu’au ${until}.`,
    },

    oneSession: {
        title: (className) => `Séance : ${className}`,
        of: (total) => `sur ${number(total)}`,
        ring: (present, total) => `Présents : ${number(present)} sur ${number(total)}`,
    },

    history: {
        heading: "Séances passées",
        none: "Aucune séance ne s’est encore terminée.",
        more: "Afficher les séances antérieures",
        present: (present, total, excused) =>
            excused
                ? `Présents : ${number(present)} sur ${number(total)}, excusés : ${number(excused)}`
                : `Présents : ${number(present)} sur ${number(total)}`,
        when: "Séance",
        attendance: "Présents",
        rate: "Taux",
        chart: (sessions) =>
            plural(sessions, {
                one: "Présences à la dernière séance (#)",
                other: "Présences aux # dernières séances",
            }),
        bar: (iso, present, total) => `${day(iso)} : ${number(present)} sur ${number(total)}`,
    },

    reopening: {
        button: "Rouvrir la séance",
        title: "Rouvrir cette séance ?",
        body: "Elle continue comme si elle n’avait pas été terminée, avec toutes ses présences. Toute la classe le voit immédiatement. Une séance peut être rouverte dans l’heure qui suit sa fin.",
        done: "La séance est de nouveau en cours.",
    },

    discarding: {
        discarded: "Cette séance a été écartée.",
        button: "Écarter la séance…",
        hint: "Pour une séance démarrée par erreur. Elle ne compte plus nulle part, et peut être rétablie pendant 30 jours.",
        title: "Écarter cette séance ?",
        body: "Les bilans et les listes ne la comptent plus, et les élèves ne la voient plus. Vous la trouvez sous les séances passées de la classe et pouvez la rétablir pendant 30 jours.",
        reason: "Motif",
        reasonHint: "Enregistré avec la séance. Les élèves ne le voient pas.",
        confirm: "Écarter la séance",
        done: (iso) => `La séance est écartée. Elle peut être rétablie jusqu’au ${day(iso)}.`,
        by: (name, iso) => `Écartée par ${name}, ${moment(iso)}`,
        until: (iso) => `Elle peut être rétablie jusqu’au ${moment(iso)}.`,
        tooLate: "Elle ne peut plus être rétablie.",
        restore: "Rétablir",
        restoreLabel: (iso) => `Rétablir la séance du ${moment(iso)}`,
        restored: "La séance compte de nouveau.",
        list: "Séances écartées",
        listHint: "Elles ne comptent nulle part.",
        more: "Afficher les précédentes",
    },

    continuing: {
        stillRuns: (iso) => `Une séance est encore en cours, depuis : ${sessionStart(iso)}.`,
        ending: (present, total) =>
            `Présents : ${number(present)} élèves sur ${number(total)}. Si vous la terminez, les autres comptent comme absents.`,
        resume: "La continuer",
        restart: "La terminer et en démarrer une nouvelle",
    },

    matrixPage: {
        table: "Statut de chaque élève à chaque séance",
        month: monthOfYear,
        weekday,
        dayOfMonth,
        restOfMoment: (iso) => `${monthOfYear(iso)}, ${time(iso)}`,
        legend: "Légende",
        notInClass: "Pas dans la classe",
        hint: "Chaque date mène à sa séance, et chaque nom au graphique de l’élève.",
        part: (first, last) => `Séances du ${moment(first)} au ${moment(last)}`,
        printPart: (first, last, all) =>
            `Seuls les élèves ${number(first)} à ${number(last)} sur ${number(all)} sont imprimés : ceux qui sont affichés. Les fichiers Excel et CSV les contiennent tous.`,
    },

    overTimePage: {
        title: (className) => `Évolution des présences dans ${className}`,
        describe: ({ count, first, last, least, most }) =>
            [
                plural(count, {
                    one: `# séance, du ${day(first)} au ${day(last)}.`,
                    other: `# séances, du ${day(first)} au ${day(last)}.`,
                }),
                least !== null &&
                    most !== null &&
                    `Le taux est compris entre ${percent(least)} et ${percent(most)}.`,
                "La partie du haut montre le taux, celle du bas le nombre de présents, de retards, d’excusés et d’absents. Le tableau ci-dessous donne tous les nombres.",
            ]
                .filter(Boolean)
                .join(" "),
        rateAxis: "Taux",
        countAxis: "Élèves",
        session: (iso, counts, rate) =>
            [
                moment(iso),
                ...STATUSES.map(
                    (status) => `${reports.status[status]} : ${number(counts[status])}`,
                ),
                `Taux : ${reports.rate(rate)}`,
            ].join("\n"),
        month,
        monthOfYear,
        day: dayAndMonth,
        number,
        table: "Chaque séance",
        when: "Séance",
        total: "Élèves",
    },
};
