/**
 * Errors in words for users, by the server's codes.
 *
 * @module
 */

import { text as common } from "/language/fr/common.js";
import { number, plural } from "/language/formats.js";

const UNREACHABLE = "Le serveur ne répond pas. Vérifiez le réseau et réessayez.";

const UNUSABLE = "Ce texte contient des caractères qui ne peuvent pas être utilisés.";

/** @type {typeof import("/language/en/errors.js").errors} */
export const errors = {
    unauthorized: common.expired,
    refresh_token_invalid: common.expired,
    refresh_token_reused: common.expired,
    teacher_only: "Seuls les enseignants peuvent faire cela.",
    student_only: "Seuls les élèves peuvent faire cela.",
    admin_only: "Seule l’administration peut faire cela.",
    passwords_off:
        "Dans cet établissement, on se connecte avec le compte de l’établissement, et non avec un mot de passe.",
    sign_on_refused:
        "Le compte de votre établissement ne vous a pas laissé entrer ici, ou vous avez annulé. Réessayez, ou adressez-vous à l’administration.",
    sign_on_stale: "C’était trop long, ou commencé dans une autre fenêtre. Réessayez.",
    sign_on_invalid:
        "Le compte de votre établissement n’a pas été reconnu. Réessayez, et prévenez la personne qui gère ce serveur si le problème persiste.",
    sign_on_unverified:
        "Le compte de votre établissement n’a pas d’adresse e-mail vérifiée. Adressez-vous à l’administration.",
    sign_on_not_allowed:
        "Ce compte n’est pas celui de votre établissement. Choisissez celui de l’établissement, avec son adresse e-mail.",
    sign_on_not_for_admins:
        "L’administration n’utilise pas ici le compte de l’établissement, mais son mot de passe.",
    sign_on_taken:
        "Le compte qui a votre adresse e-mail appartient à quelqu’un d’autre. Adressez-vous à l’administration.",
    sign_on_unavailable:
        "La connexion de l’établissement ne répond pas pour le moment. Réessayez un peu plus tard.",
    sign_on_off: "Ce serveur ne propose pas la connexion avec un compte d’établissement.",
    no_mail:
        "Le serveur de cet établissement n’envoie pas d’e-mails. Demandez un code à votre enseignant ou à l’administration.",
    too_much_mail: "Trop de messages attendent d’être envoyés. Réessayez dans une minute.",
    not_importer:
        "Seul l’enseignant dont l’importation a créé ce compte, ou l’administration, peut en réinitialiser le mot de passe.",
    own_password: "Changez votre propre mot de passe sur la page de votre compte.",
    account_disabled: "Ce compte est désactivé. Adressez-vous à l’administration.",
    last_admin:
        "C’est le seul compte de l’administration : il ne peut être ni désactivé ni supprimé. Faites-en d’abord créer un autre.",
    role_fixed: "Le rôle d’un compte de l’administration ne peut pas être changé.",
    account_unclaimed:
        "Ce compte n’a pas encore été activé par son titulaire. Son rôle pourra être changé ensuite.",
    teacher_has_classes:
        "Cet enseignant a des classes. Transférez-les d’abord à un autre enseignant, ou faites-les supprimer.",
    cannot_merge: "Seuls deux comptes d’élèves différents peuvent être fusionnés.",
    merge_unfinished:
        "La fusion de ce compte avec un autre a été interrompue. Recommencez d’abord la fusion.",
    import_not_found:
        "Cette importation ne peut plus être annulée : elle a plus d’un jour, ou a déjà été annulée.",
    wrong_teacher_code:
        "Pour s’inscrire comme enseignant, il faut le code des enseignants de votre établissement. Vérifiez-le, ou demandez-le.",
    teacher_signup_closed:
        "Les enseignants ne peuvent pas s’inscrire ici. Demandez un compte à la personne qui gère ce serveur.",
    wrong_student_code:
        "Pour s’inscrire comme élève, il faut le code de votre établissement. Vérifiez-le, ou demandez-le.",
    student_signup_closed:
        "Les élèves ne peuvent pas s’inscrire ici. Demandez un code à votre enseignant.",
    invitation_not_found: "Cette invitation n’existe plus.",
    invalid_request: "Certains champs ne sont pas remplis correctement.",
    body_too_large: "C’est trop à la fois.",
    email_taken:
        "Il existe déjà un compte avec cette adresse e-mail. Si votre enseignant l’a préparé, saisissez le code de votre papier ; s’il est à vous, connectez-vous.",
    awaits_student: "Cet élève doit accepter l’invitation.",
    wrong_credentials: "Adresse e-mail, numéro d’élève ou mot de passe erroné.",
    class_not_found: "Cette classe n’existe plus.",
    student_not_found: "Cet élève n’existe plus.",
    session_not_found: "Cette séance n’existe pas.",
    device_not_found: "Cet appareil était déjà déconnecté.",
    origin_not_allowed:
        "Cette page n’a pas été chargée depuis le serveur lui-même. Ouvrez-la de nouveau, puis réessayez.",
    user_not_found: "Ce compte n’existe plus.",
    not_class_teacher: "Ce n’est pas une de vos classes.",
    not_class_owner: "Seul le responsable de la classe peut faire cela.",
    no_teacher_account:
        "Aucun enseignant n’a de compte avec cette adresse e-mail. Il doit d’abord s’inscrire comme enseignant.",
    already_owner: "C’est le responsable de la classe.",
    owner_stays: "Le responsable d’une classe ne peut pas en être retiré.",
    teacher_not_found: "Cet enseignant n’est plus dans la classe.",
    too_many_left:
        "Plus d’un tiers de la classe partirait. Vérifiez la liste, et confirmez ces départs.",
    class_name_taken: "Plusieurs classes portent ce nom.",
    session_imported: "Ce rapport a déjà été importé.",
    lesson_not_over: "Ce cours n’est pas encore terminé. Vérifiez son horaire.",
    report_unsure: "Indiquez d’abord quand le cours a eu lieu.",
    too_many_api_keys: "Il peut y avoir 20 clés au plus. Mettez d’abord fin à l’une d’elles.",
    api_key_not_found: "Cette clé est déjà hors service.",
    too_many_teachers: "Une classe peut avoir 50 enseignants au plus. Retirez-en d’abord un.",
    not_enrolled: "Vous n’êtes pas dans cette classe.",
    session_running: "Une séance est en cours. Terminez-la d’abord, puis réessayez.",
    session_discarded: "Cette séance a été écartée. Rétablissez-la d’abord, puis réessayez.",
    too_late_to_restore:
        "Cette séance a été écartée il y a plus de 30 jours et ne peut plus être rétablie.",
    class_archived:
        "Cette classe est archivée. Remettez-la d’abord dans vos classes, puis réessayez.",
    not_last_session:
        "Seule la dernière séance d’une classe peut être rouverte, et il y en a une plus récente.",
    too_late_to_reopen:
        "Cette séance s’est terminée il y a plus d’une heure et ne peut plus être rouverte. Vous pouvez encore corriger les présences.",
    too_many_changes: "Cette séance a été modifiée trop souvent et ne peut plus l’être.",
    storage_unavailable:
        "Le serveur ne peut rien enregistrer pour le moment. Réessayez un peu plus tard.",
    shutting_down: "Le serveur redémarre. Réessayez dans un instant.",
    hashing_unavailable:
        "Le serveur ne peut pas vérifier les mots de passe pour le moment. Réessayez dans quelques secondes.",
    code_expired: "Ce code a expiré. Demandez-en un nouveau à votre enseignant.",
    too_many_logins:
        "Beaucoup de personnes se connectent en ce moment. Réessayez dans quelques secondes.",
    server_full: "Le serveur est complet. Réessayez un peu plus tard.",
    body_too_slow: "La connexion est trop lente. Réessayez avec une meilleure.",
    too_many_attempts: "Trop d’essais. Attendez quelques minutes, puis réessayez.",
    too_many_sockets: "Ce compte est ouvert dans trop de fenêtres. Fermez-en quelques-unes.",
    too_many_frames: "C’était trop rapide. Attendez un instant, puis réessayez.",
    too_many_reports:
        "Le serveur prépare déjà d’autres fichiers. Réessayez dans quelques secondes.",
    too_many_imports:
        "Le serveur lit déjà d’autres listes. Réessayez dans quelques secondes.",
    no_active_session: "Plus aucune séance n’est en cours pour cette classe.",
    nothing_to_mark: "Tous les élèves sont déjà notés.",
    student_not_in_class: "Cet élève n’est plus dans la classe.",
    roster_unreadable: "Ce fichier ne peut pas être lu comme une liste d’élèves.",
    roster_unsure: "Ce fichier demande un choix avant de pouvoir être importé.",
    roster_too_large:
        "Ce fichier dépasse 2 Mo. Retirez tout sauf la liste, ou coupez-le en deux.",
    already_claimed: "L’élève a activé son compte entre-temps et n’a plus besoin de code.",
    not_issuer: "Le code de cet élève est à distribuer par un autre enseignant.",
    wrong_code:
        "Ce code est faux, a déjà été utilisé ou a été remplacé. Comparez-le avec votre papier. Si vous avez déjà choisi un mot de passe, connectez-vous avec lui ; sinon, demandez un nouveau code à votre enseignant.",
    marks_not_saved:
        "La séance n’est pas terminée, car certaines présences n’ont pas été enregistrées. Elles sont listées sur cette page.",
    no_answer: UNREACHABLE,
    offline: UNREACHABLE,
    timeout: UNREACHABLE,
    lost: "La connexion a été perdue. À son retour, vous verrez si cela a été fait.",
};

/** For a code that is not in `errors`. */
export const unknown =
    "Une erreur s’est produite sur le serveur. Réessayez, et prévenez la personne qui le gère si le problème persiste.";

export const busy = "Le serveur est très occupé. Réessayez dans quelques secondes.";

export const notYourPassword = "Ce n’est pas votre mot de passe.";

/** @type {typeof import("/language/en/errors.js").waitSeconds} */
export const waitSeconds = (seconds) =>
    plural(seconds, {
        one: "Trop d’essais. Attendez # seconde, puis réessayez.",
        other: "Trop d’essais. Attendez # secondes, puis réessayez.",
    });

/** @type {typeof import("/language/en/errors.js").waitMinutes} */
export const waitMinutes = (minutes) =>
    plural(minutes, {
        one: "Trop d’essais. Attendez # minute, puis réessayez.",
        other: "Trop d’essais. Attendez # minutes, puis réessayez.",
    });

/** @type {typeof import("/language/en/errors.js").quotas} */
export const quotas = {
    too_many_classes: (limit) =>
        `Sur ce serveur, un enseignant peut avoir ${limit} classes au plus, archives comprises. Supprimez-en une, ou demandez à la personne qui le gère d’en autoriser davantage.`,
    class_full: (limit) =>
        `Sur ce serveur, une classe peut avoir ${limit} élèves au plus. Retirez-en, ou demandez à la personne qui le gère d’en autoriser davantage.`,
    too_many_sessions: (limit) =>
        `Sur ce serveur, une classe peut avoir ${limit} séances au plus. Continuez dans une autre classe, ou demandez à la personne qui le gère d’en autoriser davantage.`,
    too_many_unclaimed: (limit) =>
        `Sur ce serveur, un enseignant peut avoir ${limit} comptes non activés au plus. Distribuez leurs codes, ou demandez à la personne qui le gère d’en autoriser davantage.`,
};

/** @type {typeof import("/language/en/errors.js").problems} */
export const problems = {
    required: common.required,
    empty: common.required,
    invisible: "Ce champ ne contient aucun caractère visible.",
    too_short: ({ minimum = 0 }) =>
        plural(minimum, {
            one: "Saisissez au moins # caractère.",
            other: "Saisissez au moins # caractères.",
        }),
    too_long: ({ maximum = 0 }) =>
        plural(maximum, {
            one: "Saisissez # caractère au plus.",
            other: "Saisissez # caractères au plus.",
        }),
    wrong_length: ({ minimum = 0, maximum = 0 }) =>
        `Saisissez de ${number(minimum)} à ${number(maximum)} caractères.`,
    control_characters: UNUSABLE,
    direction_characters: `${UNUSABLE} Tapez-le au lieu de le coller.`,
    invalid_email: "Ce n’est pas une adresse e-mail.",
    invalid_number:
        "Un numéro d’élève ne contient pas de @. Une adresse e-mail continue après le @.",
    common_password:
        "Beaucoup de gens utilisent ce mot de passe ; il est donc facile à deviner. Choisissez-en un autre.",
    out_of_range: ({ minimum = 0, maximum = 0 }) =>
        `Saisissez un nombre entier de ${number(minimum)} à ${number(maximum)}, ou laissez vide.`,
    not_in_future: "Ce jour est passé. Choisissez-en un plus tard.",
};
