/**
 * The words of the page that imports a list.
 *
 * @module
 */

import { number, plural } from "/language/formats.js";

/** @import { ColumnRole, SkipCode } from "/api-types.js" */

/** What a column can be, in the order in which it is offered. @type {Record<ColumnRole, string>} */
const ROLES = {
    ignored: "Pas utilisée",
    name: "Nom",
    givenName: "Prénom",
    familyName: "Nom de famille",
    familyFirst: "Nom, nom de famille d’abord",
    email: "E-mail de l’élève",
    studentNumber: "Numéro d’élève",
    contactEmail: "E-mail de la famille",
    class: "Classe",
    role: "Rôle, par exemple enseignant",
    status: "État, par exemple parti",
    joined: "Arrivée à",
    left: "Départ à",
    duration: "Durée",
};

/** @type {Record<SkipCode, string>} */
const SKIPPED = {
    teacher: "Un enseignant.",
    not_student: "Pas un élève.",
    left: "Est parti.",
    test_student: "L’élève de test d’une plateforme d’apprentissage.",
    total: "Un total, ou un texte sous la liste.",
    points: "Des points ou des dates d’un carnet de notes.",
    repeated_header: "L’en-tête encore une fois.",
    duplicate: "Le même élève que dans une ligne précédente.",
    hidden: "Masquée dans le classeur. Pour l’importer, affichez-y la ligne.",
    filtered: "Écartée par le filtre du classeur. Pour l’importer, retirez-y le filtre.",
};

/** @type {typeof import("/language/en/import.js").importWords} */
export const importWords = {
    heading: "Importer une liste",
    title: (className) => `Importer une liste : ${className}`,
    lead: "Ajoutez des élèves depuis un tableur. Vous voyez d’abord un aperçu : rien n’est modifié avant votre confirmation.",
    how: "À quoi le fichier doit ressembler",
    rules: [
        "Excel (XLSX ou XLS), OpenDocument, CSV ou autre texte, jusqu’à 2 Mo et 10 000 élèves : aussi tel que l’exportent Moodle, Canvas, Google, Teams, Zoom, OneRoster et beaucoup de logiciels scolaires.",
        "Une ligne nomme les colonnes, dans n’importe quel ordre : le nom, et l’e-mail ou le numéro d’élève ou les deux. Prénom et nom de famille peuvent être deux colonnes, et il peut y avoir un e-mail de la famille. Vous voyez comment les colonnes sont comprises, et pouvez le changer.",
        "En dessous, il y a un élève par ligne. Les élèves sans compte en reçoivent un, avec un code que vous distribuez.",
    ],
    sampleCaption: "Par exemple :",
    sample: [
        ["Nom", "E-mail", "Numéro d’élève"],
        ["Ada Lovelace", "ada@school.example", "S-1042"],
        ["Alan Turing", "alan@school.example", "S-1043"],
    ],
    download: "Télécharger un exemple",
    sampleFile: "exemple de liste",
    choose: "Choisir un fichier",
    chooseOther: "Choisir un autre fichier",
    drop: "Ou déposez-le ici.",
    dropNow: "Déposez le fichier",
    oneOnly: "Vous avez choisi plusieurs fichiers. Choisissez-en un à la fois.",
    unreadable:
        "Ce fichier ne peut pas être lu. Fermez-le dans les autres logiciels et choisissez-le de nouveau.",
    checking: (file) => `Vérification de ${file}…`,
    checked: (file, count) =>
        plural(count, {
            one: `${file} : # ligne`,
            other: `${file} : # lignes`,
        }),
    needsChoice: (file) => `${file} demande un choix.`,
    notChecked: (file) => `${file} n’a pas été vérifié.`,
    preview: "Ce qui se passerait",
    lineByLine: "Ligne par ligne",
    filter: "Afficher",
    show: {
        all: (count) => `Toutes ${number(count)}`,
        wrong: (count) => `Erronées ${number(count)}`,
        new: (count) => `Nouveaux ${number(count)}`,
        known: (count) => `Connus ${number(count)}`,
        unproven: (count) => `À confirmer ${number(count)}`,
        enrolled: (count) => `Dans la classe ${number(count)}`,
        skipped: (count) => `Ignorées ${number(count)}`,
    },

    becomes: {
        wrong: "Erronée",
        new: "Nouveau",
        known: "Connu",
        unproven: "À confirmer",
        enrolled: "Dans la classe",
        skipped: "Ignorée",
    },

    meaning:
        "Les nouveaux élèves reçoivent un compte, et un code pour l’activer. Les élèves connus ont déjà un compte, et rejoignent la classe. Les élèves à confirmer la rejoignent quand ils saisissent leur code ou que vous les confirmez.",
    table: "Les lignes du fichier, et ce qui se passerait pour chacune",
    line: "Ligne",
    student: "Élève",
    outcome: "Ce qui se passerait",
    number: String,
    noName: "Sans nom",
    knownAs: (name) => `Le nom du compte reste : ${name}`,
    shown: (shown, all) =>
        shown < all
            ? plural(all, {
                  one: `Les ${number(shown)} premières sur # ligne`,
                  other: `Les ${number(shown)} premières sur # lignes`,
              })
            : plural(all, { one: "# ligne", other: "# lignes" }),
    more: (count) => `En afficher ${number(count)} de plus`,
    noLines: "Il n’y a pas de telles lignes.",
    fix: (count) =>
        plural(count, {
            one: "# ligne est erronée : la liste n’est pas importée telle quelle. Corrigez le fichier, enregistrez-le, et choisissez-le de nouveau.",
            other: "# lignes sont erronées : la liste n’est pas importée telle quelle. Corrigez le fichier, enregistrez-le, et choisissez-le de nouveau.",
        }),
    orOnlyRight: (right) =>
        plural(right, {
            one: "Ou importez # ligne correcte, et les autres plus tard.",
            other: "Ou importez les # lignes correctes, et les autres plus tard.",
        }),
    submitRight: (right) =>
        plural(right, { one: "Importer seulement # élève", other: "Importer seulement # élèves" }),
    saveWrong: "Enregistrer les lignes erronées",
    wrongFile: "lignes erronées",
    wrongColumns: ["Ligne", "Nom", "E-mail", "Numéro d’élève", "Pourquoi"],
    noStudents: "Toutes les lignes de cette liste sont ignorées : il n’y a personne à importer.",
    nothing: "Tous les élèves de cette liste sont déjà dans la classe. Il n’y a rien à importer.",
    submit: (count) => plural(count, { one: "Importer # élève", other: "Importer # élèves" }),
    allOrNone: (fresh) =>
        fresh
            ? "En cas de problème, aucun élève n’est importé. Les codes des nouveaux élèves s’affichent juste après."
            : "En cas de problème, aucun élève n’est importé.",
    importing: "Importation en cours. Laissez cette page ouverte…",
    done: (joined, fresh, unconfirmed = 0) =>
        [
            fresh
                ? plural(joined, {
                      one: `# élève a rejoint la classe, dont nouveaux : ${number(fresh)}.`,
                      other: `# élèves ont rejoint la classe, dont nouveaux : ${number(fresh)}.`,
                  })
                : plural(joined, {
                      one: "# élève a rejoint la classe.",
                      other: "# élèves ont rejoint la classe.",
                  }),
            unconfirmed &&
                plural(unconfirmed, {
                    one: "# élève n’est pas encore confirmé.",
                    other: "# élèves ne sont pas encore confirmés.",
                }),
        ]
            .filter(Boolean)
            .join(" "),
    changed:
        "Quelque chose a changé depuis la vérification de ce fichier : rien n’a été importé. Voici le nouvel aperçu.",
    unknown:
        "Le serveur n’a pas répondu. Soit tous les élèves ont été importés, soit aucun : vérifiez de nouveau le fichier pour le savoir. S’ils l’ont été, demandez-leur de nouveaux codes sur la page de la classe.",
    checkAgain: "Vérifier de nouveau",
    nothingChanged: "Rien n’a été modifié.",

    roles: ROLES,
    columns: {
        heading: "Comment le fichier est lu",
        lead: "Voici les premières lignes de la liste. Si une colonne est mal comprise, choisissez ce qu’elle est.",
        remembered:
            "Les colonnes sont celles que vous avez choisies pour le dernier fichier avec ces en-têtes.",
        scroll: "Les colonnes du fichier",
        caption: "Ce qu’est chaque colonne, et ses premières lignes",
        what: (header) => `Ce qu’est « ${header} »`,
        unnamed: (place) => `Colonne ${number(place)}`,
        check: "À vérifier",
        confirm: "Les colonnes sont justes",
        choose: "Choisir…",
        sheet: "Feuille",
        sheetRows: (sheet, rows) =>
            plural(rows, {
                one: `${sheet} (# ligne)`,
                other: `${sheet} (# lignes)`,
            }),
        header: "Les colonnes sont nommées dans",
        noHeader: "aucune ligne",
        row: (row) => `la ligne ${number(row)}`,
        encoding: "Où les noms sont-ils écrits correctement ?",
        noSpecialNames: "Aucun nom n’a de lettre accentuée.",
    },

    missing: {
        name: "Aucune colonne ne contient de noms entiers. Choisissez « Nom » au-dessus d’une colonne, ou « Prénom » et « Nom de famille » au-dessus de deux.",
        login: "Aucune colonne ne contient d’adresses e-mail ou de numéros d’élève. S’il y en a une, choisissez ce qu’elle est. Sinon, faites créer des numéros d’élève.",
        both: "Aucune colonne n’indique qui sont les élèves. Choisissez au-dessus des colonnes ce qu’elles sont : une liste a besoin de noms, et d’adresses e-mail ou de numéros d’élève.",
    },

    makeNumbers: "Créer un numéro d’élève pour tous ceux qui n’en ont pas",
    makeNumbersHint:
        "Pour les élèves sans adresse e-mail ni numéro : ils se connectent avec le numéro de leur papier.",
    makeNames: "Former les noms d’après les adresses e-mail",
    makeNamesHint:
        "Par exemple Ada Okafor d’après ada.okafor@school.example. Vous pouvez corriger un nom tant que le compte n’est pas activé.",
    getsNumber: "Reçoit un numéro d’élève",
    skippedBecause: SKIPPED,
    leftOut: (count) =>
        plural(count, {
            one: "# ligne erronée a été laissée de côté.",
            other: "# lignes erronées ont été laissées de côté.",
        }),
};
