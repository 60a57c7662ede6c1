/**
 * The words of the doors for new users, and of why a log-in is asked for.
 *
 * @module
 */

export const entrance = {
    newHere: "New here?",
    teacher: "I am a teacher",
    teacherBody: "Make an account and a class, and take attendance in a minute.",
    student: "I am a student",
    studentBody: "Join your class with a code, a slip or your e-mail address.",
    slip: "Your teacher has given you a slip with a code? Then you have an account already.",
    enterCode: "Enter your code",
    needed: "Log in, and you get to the page that you opened.",
};
