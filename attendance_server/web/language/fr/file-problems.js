/**
 * What is wrong with a roster file or a line of it, by the server's codes.
 *
 * @module
 */

import { number } from "/language/formats.js";

/** @type {typeof import("/language/en/file-problems.js").fileProblems} */
export const fileProblems = {
    empty_file: "Le fichier est vide.",
    incomplete: "Le fichier n’est pas arrivé en entier. Choisissez-le de nouveau.",
    not_text:
        "Ce n’est ni une liste ni un classeur. Enregistrez-le au format XLSX ou CSV, et choisissez ce fichier-là.",
    damaged_workbook:
        "Ce classeur est endommagé. Ouvrez-le, enregistrez-le au format XLSX ou CSV, et choisissez ce fichier-là.",
    protected_workbook:
        "Ce classeur a un mot de passe. Enregistrez-le sans mot de passe, au format XLSX ou CSV, et choisissez ce fichier-là.",
    pdf_file:
        "C’est un PDF. Ouvrez la liste dans le logiciel d’où elle vient, enregistrez-la au format XLSX ou CSV, et choisissez ce fichier-là.",
    picture_file: "C’est une image. Tapez la liste dans un tableur, et choisissez ce fichier-là.",
    numbers_file:
        "C’est un document Numbers. Dans Numbers, choisissez Fichier › Exporter vers › Excel ou CSV, et choisissez ce fichier-là.",
    word_file:
        "C’est un document texte. Copiez son tableau dans un tableur, enregistrez-le au format XLSX ou CSV, et choisissez ce fichier-là.",
    presentation_file:
        "C’est une présentation. Copiez son tableau dans un tableur, enregistrez-le au format XLSX ou CSV, et choisissez ce fichier-là.",
    contacts_file:
        "Ce sont des contacts. Exportez-les au format XLSX ou CSV, et choisissez ce fichier-là.",
    database_file:
        "C’est une base de données. Exportez la table au format XLSX ou CSV, et choisissez ce fichier-là.",
    archive_file: "C’est une archive. Décompressez-la, et choisissez la liste qui s’y trouve.",
    unknown_file:
        "Ce genre de fichier ne peut pas être lu. Enregistrez la liste au format XLSX ou CSV, et choisissez ce fichier-là.",
    without_users:
        "Cette partie de OneRoster ne contient pas de noms. Choisissez users.csv, ou le fichier zip entier.",
    no_values:
        "Les adresses sont des formules, et le fichier ne contient pas leurs résultats. Ouvrez-le dans votre tableur, enregistrez-le, et choisissez-le de nouveau.",
    no_sheet: "Ce classeur ne contient aucune feuille.",
    missing_columns:
        "Aucune colonne avec des noms et avec des adresses e-mail ou des numéros d’élève n’a été reconnue. Choisissez-les.",
    duplicate_column: ({ column }) => `La colonne « ${column} » apparaît deux fois.`,
    unmatched_quotes: ({ line = 0 }) =>
        `Les guillemets de la ligne ${number(line)} ne vont pas par paires.`,
    no_students: "Il n’y a aucun élève sous la ligne qui nomme les colonnes.",
    too_many_students: ({ maximum = 0 }) =>
        `Cette liste a plus de ${number(maximum)} lignes. Divisez-la.`,
    too_complex:
        "Ce fichier est trop complexe à lire. Retirez tout sauf la liste, dans une seule feuille.",
    unknown_sheet: "Cette feuille n’est pas dans le fichier.",
    unknown_column: ({ column }) => `La colonne « ${column} » n’est pas dans le fichier.`,
    unknown_encoding: "Le fichier ne peut pas être lu avec cet encodage.",
    several_sheets: "Plusieurs feuilles contiennent une liste. Choisissez-en une.",
    unclear_columns: ({ column }) =>
        column
            ? `Vérifiez ce que contient la colonne « ${column} » : d’autres contiennent peut-être la même chose.`
            : "Vérifiez ce que contiennent les colonnes.",
    no_report: "Ce n’est pas le rapport de présence d’une réunion Teams ou Zoom.",
    unclear_dates: "Choisissez si le jour ou le mois vient en premier dans les dates.",
    unclear_encoding:
        "Vérifiez les noms qui ont des lettres accentuées : le fichier n’indique pas comment il a été écrit.",
};

/** @type {typeof import("/language/en/file-problems.js").lineProblems} */
export const lineProblems = {
    "name name_kept": "Le compte porte un autre nom, que son titulaire garde.",
    "email email_kept": "Le compte a une autre adresse, et la garde.",
    "name empty": "Le nom manque.",
    "name invisible": "Le nom ne contient aucun caractère visible.",
    "name too_long": ({ maximum = 0 }) => `Le nom a plus de ${number(maximum)} caractères.`,
    "name lost_characters":
        "Des lettres du nom ont été perdues. Choisissez où les noms sont écrits correctement, ou corrigez le nom dans le fichier.",
    "name control_characters": "Le nom contient des caractères qui ne peuvent pas être utilisés.",
    "name direction_characters": "Le nom contient des caractères qui ne peuvent pas être utilisés.",
    "email empty": "Il n’y a ni adresse e-mail ni numéro d’élève.",
    "email invalid_email": "Ce n’est pas une adresse e-mail.",
    "email duplicate_email": ({ line = 0 }) =>
        `La ligne ${number(line)} a la même adresse e-mail.`,
    "email teacher_email": "C’est l’adresse e-mail d’un enseignant.",
    "email unproven_email":
        "Il existe déjà un compte. Son titulaire est invité, et rejoint la classe avec un code que vous remettez à l’élève, ou quand vous confirmez que le compte est le sien.",
    "email self_signup":
        "Le titulaire de ce compte s’est inscrit lui-même. Il rejoint la classe avec un code que vous remettez à l’élève, ou quand vous confirmez que le compte est le sien.",
    "email email_ignored":
        "Le compte qui a ce numéro d’élève n’a pas d’adresse e-mail, et celle-ci n’est pas ajoutée.",
    "studentNumber too_long": ({ maximum = 0 }) =>
        `Le numéro d’élève a plus de ${number(maximum)} caractères.`,
    "studentNumber invisible": "Le numéro d’élève ne contient aucun caractère visible.",
    "studentNumber invalid_number": "Un numéro d’élève ne contient pas de @.",
    "studentNumber control_characters":
        "Le numéro d’élève contient des caractères qui ne peuvent pas être utilisés.",
    "studentNumber direction_characters":
        "Le numéro d’élève contient des caractères qui ne peuvent pas être utilisés.",
    "studentNumber duplicate_number": ({ line = 0 }) =>
        `La ligne ${number(line)} a le même numéro d’élève.`,
    "studentNumber other_account":
        "Le numéro d’élève appartient à un autre compte que l’adresse e-mail.",
    "studentNumber other_number":
        "Le compte qui a cette adresse e-mail a un autre numéro d’élève.",
    "contactEmail invalid_email": "L’adresse de contact n’est pas une adresse e-mail.",
};
