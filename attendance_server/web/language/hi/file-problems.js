/**
 * What is wrong with a roster file or a line of it, by the server's codes.
 *
 * @module
 */

import { number } from "/language/formats.js";

/** @type {typeof import("/language/en/file-problems.js").fileProblems} */
export const fileProblems = {
    empty_file: "फ़ाइल ख़ाली है।",
    incomplete: "फ़ाइल पूरी नहीं पहुँची। उसे फिर चुनें।",
    not_text: "यह न सूची है, न वर्कबुक। इसे XLSX या CSV में सहेजें, और वह फ़ाइल चुनें।",
    damaged_workbook: "यह वर्कबुक ख़राब है। इसे खोलें, XLSX या CSV में सहेजें, और वह फ़ाइल चुनें।",
    protected_workbook:
        "इस वर्कबुक पर पासवर्ड है। इसे बिना पासवर्ड के XLSX या CSV में सहेजें, और वह फ़ाइल चुनें।",
    pdf_file: "यह PDF है। सूची को उस प्रोग्राम में खोलें जिसने इसे बनाया, XLSX या CSV में सहेजें, और वह फ़ाइल चुनें।",
    picture_file: "यह चित्र है। सूची को स्प्रेडशीट में टाइप करें, और वह फ़ाइल चुनें।",
    numbers_file:
        "यह Numbers का दस्तावेज़ है। Numbers में फ़ाइल › निर्यात › Excel या CSV चुनें, और वह फ़ाइल चुनें।",
    word_file:
        "यह पाठ दस्तावेज़ है। इसकी तालिका स्प्रेडशीट में कॉपी करें, XLSX या CSV में सहेजें, और वह फ़ाइल चुनें।",
    presentation_file:
        "यह प्रस्तुति है। इसकी तालिका स्प्रेडशीट में कॉपी करें, XLSX या CSV में सहेजें, और वह फ़ाइल चुनें।",
    contacts_file: "ये संपर्क हैं। इन्हें XLSX या CSV में निर्यात करें, और वह फ़ाइल चुनें।",
    database_file: "यह डेटाबेस है। तालिका को XLSX या CSV में निर्यात करें, और वह फ़ाइल चुनें।",
    archive_file: "यह संपीड़ित फ़ाइल है। इसे खोलें, और भीतर की सूची चुनें।",
    unknown_file: "इस प्रकार की फ़ाइल नहीं पढ़ी जा सकती। सूची को XLSX या CSV में सहेजें, और वह फ़ाइल चुनें।",
    without_users: "OneRoster के इस भाग में नाम नहीं हैं। users.csv चुनें, या पूरी zip फ़ाइल।",
    no_values:
        "पते सूत्र हैं, और फ़ाइल में उनके परिणाम नहीं हैं। इसे अपने स्प्रेडशीट प्रोग्राम में खोलें, सहेजें, और फिर चुनें।",
    no_sheet: "इस वर्कबुक में कोई शीट नहीं है।",
    missing_columns: "नामों और ई-मेल पतों या विद्यार्थी संख्याओं वाले स्तंभ नहीं पहचाने गए। उन्हें चुनें।",
    duplicate_column: ({ column }) => `स्तंभ “${column}” दो बार है।`,
    unmatched_quotes: ({ line = 0 }) => `पंक्ति ${number(line)} के उद्धरण चिह्न मेल नहीं खाते।`,
    no_students: "स्तंभों के नाम वाली पंक्ति के नीचे कोई विद्यार्थी नहीं है।",
    too_many_students: ({ maximum = 0 }) =>
        `इस सूची में ${number(maximum)} से अधिक पंक्तियाँ हैं। इसे बाँटें।`,
    too_complex: "यह फ़ाइल पढ़ने के लिए बहुत जटिल है। सूची के सिवा सब हटाएँ, एक ही शीट में।",
    unknown_sheet: "यह शीट फ़ाइल में नहीं है।",
    unknown_column: ({ column }) => `स्तंभ “${column}” फ़ाइल में नहीं है।`,
    unknown_encoding: "फ़ाइल इस एन्कोडिंग में नहीं पढ़ी जा सकती।",
    several_sheets: "कई शीटों में सूचियाँ हैं। एक चुनें।",
    unclear_columns: ({ column }) =>
        column
            ? `जाँचें कि स्तंभ “${column}” में क्या है: दूसरों में भी वही हो सकता है।`
            : "जाँचें कि स्तंभों में क्या है।",
    no_report: "यह Teams या Zoom बैठक की उपस्थिति रिपोर्ट नहीं है।",
    unclear_dates: "चुनें कि तारीख़ों में पहले दिन है या महीना।",
    unclear_encoding: "विशेष अक्षरों वाले नाम जाँचें: फ़ाइल नहीं बताती कि वह कैसे लिखी गई।",
};

/** @type {typeof import("/language/en/file-problems.js").lineProblems} */
export const lineProblems = {
    "name name_kept": "खाते का दूसरा नाम है, जो उसके मालिक का रहेगा।",
    "email email_kept": "खाते का दूसरा पता है, और वही रहेगा।",
    "name empty": "नाम नहीं है।",
    "name invisible": "नाम में कोई दिखने वाला वर्ण नहीं है।",
    "name too_long": ({ maximum = 0 }) => `नाम में ${number(maximum)} से अधिक वर्ण हैं।`,
    "name lost_characters":
        "नाम के अक्षर खो गए हैं। चुनें कि नाम कहाँ ठीक लिखे हैं, या फ़ाइल में नाम सुधारें।",
    "name control_characters": "नाम में ऐसे वर्ण हैं जो काम में नहीं आ सकते।",
    "name direction_characters": "नाम में ऐसे वर्ण हैं जो काम में नहीं आ सकते।",
    "email empty": "न ई-मेल पता है, न विद्यार्थी संख्या।",
    "email invalid_email": "यह ई-मेल पता नहीं है।",
    "email duplicate_email": ({ line = 0 }) => `पंक्ति ${number(line)} में वही ई-मेल पता है।`,
    "email teacher_email": "यह किसी शिक्षक का ई-मेल पता है।",
    "email unproven_email":
        "खाता पहले से है। उसके मालिक को बुलाया गया है, और वे उस कोड से आते हैं जो आप विद्यार्थी को देते हैं, या जब आप पुष्टि करते हैं कि खाता उन्हीं का है।",
    "email self_signup":
        "इस खाते के मालिक ने ख़ुद साइन अप किया है। वे उस कोड से आते हैं जो आप विद्यार्थी को देते हैं, या जब आप पुष्टि करते हैं कि खाता उन्हीं का है।",
    "email email_ignored": "इस विद्यार्थी संख्या वाले खाते का ई-मेल पता नहीं है, और यह पता नहीं जोड़ा जाता।",
    "studentNumber too_long": ({ maximum = 0 }) =>
        `विद्यार्थी संख्या में ${number(maximum)} से अधिक वर्ण हैं।`,
    "studentNumber invisible": "विद्यार्थी संख्या में कोई दिखने वाला वर्ण नहीं है।",
    "studentNumber invalid_number": "विद्यार्थी संख्या में @ नहीं होता।",
    "studentNumber control_characters": "विद्यार्थी संख्या में ऐसे वर्ण हैं जो काम में नहीं आ सकते।",
    "studentNumber direction_characters":
        "विद्यार्थी संख्या में ऐसे वर्ण हैं जो काम में नहीं आ सकते।",
    "studentNumber duplicate_number": ({ line = 0 }) =>
        `पंक्ति ${number(line)} में वही विद्यार्थी संख्या है।`,
    "studentNumber other_account": "विद्यार्थी संख्या किसी दूसरे खाते की है, इस ई-मेल पते के खाते की नहीं।",
    "studentNumber other_number": "इस ई-मेल पते वाले खाते की विद्यार्थी संख्या दूसरी है।",
    "contactEmail invalid_email": "संपर्क का पता ई-मेल पता नहीं है।",
};
