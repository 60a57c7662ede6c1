/**
 * Errors in words for users, by the server's codes.
 *
 * @module
 */

import { text as common } from "/language/de/common.js";
import { number, plural } from "/language/formats.js";

const UNREACHABLE =
    "Der Server ist nicht erreichbar. Prüfen Sie das Netz, und versuchen Sie es noch einmal.";

const UNUSABLE = "Das enthält Zeichen, die nicht verwendet werden können.";

/** @type {typeof import("/language/en/errors.js").errors} */
export const errors = {
    unauthorized: common.expired,
    refresh_token_invalid: common.expired,
    refresh_token_reused: common.expired,
    teacher_only: "Das können nur Lehrkräfte.",
    student_only: "Das können nur Schülerinnen und Schüler.",
    admin_only: "Das kann nur das Sekretariat.",
    passwords_off: "An dieser Schule melden Sie sich mit dem Schulkonto an, nicht mit einem Passwort.",
    sign_on_refused:
        "Ihr Schulkonto hat Sie hier nicht hereingelassen, oder Sie haben abgebrochen. Versuchen Sie es noch einmal, oder fragen Sie das Sekretariat.",
    sign_on_stale:
        "Das hat zu lange gedauert oder wurde in einem anderen Fenster begonnen. Versuchen Sie es noch einmal.",
    sign_on_invalid:
        "Ihr Schulkonto wurde nicht erkannt. Versuchen Sie es noch einmal, und sagen Sie es den Betreibern dieses Servers, wenn es so bleibt.",
    sign_on_unverified:
        "Ihr Schulkonto hat keine bestätigte E-Mail-Adresse. Fragen Sie das Sekretariat.",
    sign_on_not_allowed:
        "Dieses Konto ist keines Ihrer Schule. Wählen Sie Ihr Schulkonto mit dessen E-Mail-Adresse.",
    sign_on_not_for_admins: "Die Verwaltung benutzt hier nicht das Schulkonto, sondern ihr Passwort.",
    sign_on_taken:
        "Das Konto mit Ihrer E-Mail-Adresse gehört jemand anderem. Fragen Sie das Sekretariat.",
    sign_on_unavailable:
        "Die Anmeldung der Schule ist gerade nicht erreichbar. Versuchen Sie es später noch einmal.",
    sign_on_off: "Dieser Server hat keine Anmeldung mit einem Schulkonto.",
    no_mail:
        "Der Server dieser Schule verschickt keine E-Mails. Bitten Sie Ihre Lehrkraft oder das Sekretariat um einen Code.",
    too_much_mail: "Zu viele E-Mails warten auf den Versand. Versuchen Sie es in einer Minute noch einmal.",
    not_importer:
        "Nur die Lehrkraft, deren Import dieses Konto angelegt hat, oder das Sekretariat kann dessen Passwort zurücksetzen.",
    own_password: "Ihr eigenes Passwort ändern Sie auf der Seite Ihres Kontos.",
    account_disabled: "Dieses Konto ist gesperrt. Fragen Sie das Sekretariat.",
    last_admin:
        "Das ist das einzige Konto der Verwaltung. Es kann nicht gesperrt oder gelöscht werden. Lassen Sie zuerst ein weiteres anlegen.",
    role_fixed: "Die Rolle eines Kontos der Verwaltung kann nicht geändert werden.",
    account_unclaimed:
        "Dieses Konto wurde noch nicht übernommen. Seine Rolle kann danach geändert werden.",
    teacher_has_classes:
        "Diese Lehrkraft hat Klassen. Übergeben Sie sie zuerst einer anderen Lehrkraft, oder lassen Sie sie löschen.",
    cannot_merge: "Nur zwei verschiedene Konten von Schülerinnen und Schülern können zusammengelegt werden.",
    merge_unfinished:
        "Dieses Konto wurde gerade mit einem anderen zusammengelegt, und das wurde unterbrochen. Legen Sie sie zuerst noch einmal zusammen.",
    import_not_found:
        "Dieser Import kann nicht mehr rückgängig gemacht werden: Er ist älter als ein Tag, oder er wurde es schon.",
    wrong_teacher_code:
        "Um sich als Lehrkraft zu registrieren, brauchen Sie den Code Ihrer Schule für Lehrkräfte. Prüfen Sie ihn, oder fragen Sie danach.",
    teacher_signup_closed:
        "Lehrkräfte können sich hier nicht registrieren. Bitten Sie die Betreiber dieses Servers um ein Konto.",
    wrong_student_code:
        "Um sich als Schülerin oder Schüler zu registrieren, brauchen Sie den Code Ihrer Schule. Prüfen Sie ihn, oder fragen Sie danach.",
    student_signup_closed:
        "Schülerinnen und Schüler können sich hier nicht registrieren. Bitten Sie Ihre Lehrkraft um einen Code.",
    invitation_not_found: "Diese Einladung gibt es nicht mehr.",
    invalid_request: "Einige Felder sind nicht richtig ausgefüllt.",
    body_too_large: "Das ist zu viel auf einmal.",
    email_taken:
        "Mit dieser E-Mail-Adresse gibt es schon ein Konto. Wenn Ihre Lehrkraft es vorbereitet hat, geben Sie den Code von Ihrem Zettel ein; wenn es Ihres ist, melden Sie sich an.",
    awaits_student: "Die eingeladene Person muss die Einladung selbst annehmen.",
    wrong_credentials: "E-Mail-Adresse, Schülernummer oder Passwort ist falsch.",
    class_not_found: "Diese Klasse gibt es nicht mehr.",
    student_not_found: "Diese Schülerin oder diesen Schüler gibt es nicht mehr.",
    session_not_found: "Diese Stunde gibt es nicht.",
    device_not_found: "Dieses Gerät war schon abgemeldet.",
    origin_not_allowed:
        "Diese Seite kam nicht vom Server selbst. Öffnen Sie sie neu, und versuchen Sie es noch einmal.",
    user_not_found: "Dieses Konto gibt es nicht mehr.",
    not_class_teacher: "Das ist keine Ihrer Klassen.",
    not_class_owner: "Das kann nur die verantwortliche Lehrkraft der Klasse.",
    no_teacher_account:
        "Keine Lehrkraft hat ein Konto mit dieser E-Mail-Adresse. Sie muss sich zuerst als Lehrkraft registrieren.",
    already_owner: "Das ist die verantwortliche Lehrkraft der Klasse.",
    owner_stays: "Die verantwortliche Lehrkraft kann nicht aus ihrer Klasse entfernt werden.",
    teacher_not_found: "Diese Lehrkraft ist nicht mehr in der Klasse.",
    too_many_left:
        "Mehr als ein Drittel der Klasse würde sie verlassen. Prüfen Sie die Liste, und bestätigen Sie das.",
    class_name_taken: "Mehrere Klassen haben diesen Namen.",
    session_imported: "Dieser Bericht wurde schon importiert.",
    lesson_not_over: "Dieser Unterricht ist noch nicht zu Ende. Prüfen Sie die Zeit.",
    report_unsure: "Sagen Sie zuerst, wann der Unterricht war.",
    too_many_api_keys: "Es kann höchstens 20 Schlüssel geben. Beenden Sie zuerst einen.",
    api_key_not_found: "Dieser Schlüssel ist schon beendet.",
    too_many_teachers: "Eine Klasse kann höchstens 50 Lehrkräfte haben. Entfernen Sie zuerst eine.",
    not_enrolled: "Sie sind nicht in dieser Klasse.",
    session_running: "Eine Stunde läuft. Beenden Sie sie zuerst, und versuchen Sie es noch einmal.",
    session_discarded:
        "Diese Stunde wurde verworfen. Stellen Sie sie zuerst wieder her, und versuchen Sie es noch einmal.",
    too_late_to_restore:
        "Diese Stunde wurde vor mehr als 30 Tagen verworfen und kann nicht mehr wiederhergestellt werden.",
    class_archived:
        "Diese Klasse ist archiviert. Holen Sie sie zuerst zurück, und versuchen Sie es noch einmal.",
    not_last_session:
        "Nur die letzte Stunde einer Klasse kann wieder geöffnet werden, und es gibt eine spätere.",
    too_late_to_reopen:
        "Diese Stunde ist seit mehr als einer Stunde beendet und kann nicht wieder geöffnet werden. Einträge können Sie weiterhin berichtigen.",
    too_many_changes: "Diese Stunde wurde zu oft geändert und kann nicht weiter geändert werden.",
    storage_unavailable:
        "Der Server kann gerade nichts speichern. Versuchen Sie es später noch einmal.",
    shutting_down: "Der Server startet neu. Versuchen Sie es gleich noch einmal.",
    hashing_unavailable:
        "Der Server kann gerade keine Passwörter prüfen. Versuchen Sie es in ein paar Sekunden noch einmal.",
    code_expired: "Dieser Code ist abgelaufen. Bitten Sie Ihre Lehrkraft um einen neuen.",
    too_many_logins:
        "Gerade melden sich viele an. Versuchen Sie es in ein paar Sekunden noch einmal.",
    server_full: "Der Server ist voll. Versuchen Sie es später noch einmal.",
    body_too_slow: "Die Verbindung ist zu langsam. Versuchen Sie es mit einer besseren noch einmal.",
    too_many_attempts:
        "Zu viele Versuche. Warten Sie ein paar Minuten, und versuchen Sie es dann noch einmal.",
    too_many_sockets: "Dieses Konto ist in zu vielen Fenstern offen. Schließen Sie einige davon.",
    too_many_frames: "Das ging zu schnell. Warten Sie kurz, und versuchen Sie es noch einmal.",
    too_many_reports:
        "Der Server bereitet gerade andere Dateien vor. Versuchen Sie es in ein paar Sekunden noch einmal.",
    too_many_imports:
        "Der Server liest gerade andere Listen. Versuchen Sie es in ein paar Sekunden noch einmal.",
    no_active_session: "In dieser Klasse läuft keine Stunde mehr.",
    nothing_to_mark: "Für alle gibt es schon einen Eintrag.",
    student_not_in_class: "Diese Person ist nicht mehr in der Klasse.",
    roster_unreadable: "Diese Datei kann nicht als Klassenliste gelesen werden.",
    roster_unsure: "Vor dem Import dieser Datei müssen Sie etwas auswählen.",
    roster_too_large:
        "Diese Datei ist größer als 2 MB. Entfernen Sie alles außer der Liste, oder teilen Sie sie.",
    already_claimed: "Das Konto wurde inzwischen übernommen und braucht keinen Code mehr.",
    not_issuer: "Diesen Code gibt eine andere Lehrkraft aus.",
    wrong_code:
        "Dieser Code ist falsch, wurde schon benutzt oder wurde ersetzt. Vergleichen Sie ihn mit Ihrem Zettel. Wenn Sie schon ein Passwort gewählt haben, melden Sie sich damit an; sonst bitten Sie Ihre Lehrkraft um einen neuen Code.",
    marks_not_saved:
        "Die Stunde ist nicht beendet, weil einige Einträge nicht gespeichert wurden. Sie stehen auf dieser Seite.",
    no_answer: UNREACHABLE,
    offline: UNREACHABLE,
    timeout: UNREACHABLE,
    lost: "Die Verbindung ist abgebrochen. Wenn sie wieder da ist, sehen Sie, ob das noch geschehen ist.",
};

/** @type {typeof import("/language/en/errors.js").unknown} */
export const unknown =
    "Am Server ist etwas schiefgegangen. Versuchen Sie es noch einmal, und sagen Sie es dessen Betreibern, wenn es so bleibt.";

/** @type {typeof import("/language/en/errors.js").busy} */
export const busy =
    "Der Server ist sehr beschäftigt. Versuchen Sie es in ein paar Sekunden noch einmal.";

/** @type {typeof import("/language/en/errors.js").notYourPassword} */
export const notYourPassword = "Das ist nicht Ihr Passwort.";

/** @type {typeof import("/language/en/errors.js").waitSeconds} */
export const waitSeconds = (seconds) =>
    plural(seconds, {
        one: "Zu viele Versuche. Warten Sie # Sekunde, und versuchen Sie es dann noch einmal.",
        other: "Zu viele Versuche. Warten Sie # Sekunden, und versuchen Sie es dann noch einmal.",
    });

/** @type {typeof import("/language/en/errors.js").waitMinutes} */
export const waitMinutes = (minutes) =>
    plural(minutes, {
        one: "Zu viele Versuche. Warten Sie # Minute, und versuchen Sie es dann noch einmal.",
        other: "Zu viele Versuche. Warten Sie # Minuten, und versuchen Sie es dann noch einmal.",
    });

/** @type {typeof import("/language/en/errors.js").quotas} */
export const quotas = {
    too_many_classes: (limit) =>
        `Eine Lehrkraft kann auf diesem Server höchstens ${limit} Klassen haben, archivierte eingeschlossen. Löschen Sie eine, oder bitten Sie die Betreiber um mehr.`,
    class_full: (limit) =>
        `Eine Klasse kann auf diesem Server höchstens ${limit} Schülerinnen und Schüler haben. Entfernen Sie einige, oder bitten Sie die Betreiber um mehr.`,
    too_many_sessions: (limit) =>
        `Eine Klasse kann auf diesem Server höchstens ${limit} Stunden haben. Machen Sie in einer anderen Klasse weiter, oder bitten Sie die Betreiber um mehr.`,
    too_many_unclaimed: (limit) =>
        `Eine Lehrkraft kann auf diesem Server höchstens ${limit} nicht übernommene Konten haben. Teilen Sie deren Codes aus, oder bitten Sie die Betreiber um mehr.`,
};

/** @type {typeof import("/language/en/errors.js").problems} */
export const problems = {
    required: common.required,
    empty: common.required,
    invisible: "Das hat keine sichtbaren Zeichen.",
    too_short: ({ minimum = 0 }) =>
        plural(minimum, {
            one: "Mindestens # Zeichen ist nötig.",
            other: "Mindestens # Zeichen sind nötig.",
        }),
    too_long: ({ maximum = 0 }) =>
        plural(maximum, {
            one: "Höchstens # Zeichen ist möglich.",
            other: "Höchstens # Zeichen sind möglich.",
        }),
    wrong_length: ({ minimum = 0, maximum = 0 }) =>
        `Verwenden Sie ${number(minimum)} bis ${number(maximum)} Zeichen.`,
    control_characters: UNUSABLE,
    direction_characters: `${UNUSABLE} Tippen Sie es, statt es einzufügen.`,
    invalid_email: "Das ist keine E-Mail-Adresse.",
    invalid_number: "Eine Schülernummer hat kein @. Bei einer E-Mail-Adresse steht dahinter noch etwas.",
    common_password: "Viele benutzen dieses Passwort, darum ist es leicht zu erraten. Wählen Sie ein anderes.",
    out_of_range: ({ minimum = 0, maximum = 0 }) =>
        `Eine ganze Zahl von ${number(minimum)} bis ${number(maximum)}, oder leer lassen.`,
    not_in_future: "Dieser Tag ist vorbei. Wählen Sie einen späteren.",
};
