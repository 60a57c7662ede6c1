/**
 * The words of the doors for new users, and of why a log-in is asked for.
 *
 * @module
 */

/** @type {typeof import("/language/en/entrance.js").entrance} */
export const entrance = {
    newHere: "यहाँ नए हैं?",
    teacher: "मैं शिक्षक हूँ",
    teacherBody: "खाता और कक्षा बनाइए, और एक मिनट में हाज़िरी लीजिए।",
    student: "मैं विद्यार्थी हूँ",
    studentBody: "कोड, पर्ची या अपने ई-मेल पते से अपनी कक्षा में आइए।",
    slip: "शिक्षक ने आपको कोड वाली पर्ची दी है? तो आपका खाता पहले से है।",
    enterCode: "अपना कोड लिखें",
    needed: "लॉग इन करें, फिर वही पृष्ठ खुलेगा जो आपने खोला था।",
};
