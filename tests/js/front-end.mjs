// The calls of a front end that was written with axios for a server without the envelope. It knows
// nothing of this server, and prints as JSON what it would show.

import axios from "axios";

const api = axios.create({ baseURL: process.argv[2] });
const session = { token: "" };

api.interceptors.request.use((config) => {
    if (session.token) {
        config.headers.Authorization = `Bearer ${session.token}`;
    }
    return config;
});

async function register(name, role) {
    const email = `${name}.${Date.now()}@front-end.test`.toLowerCase();
    const signup = await api.post("/auth/signup", { name, email, password: "password123", role });
    const login = await api.post("/auth/login", { email, password: "password123" });
    return { status: signup.status, token: login.data.token, user: login.data.user };
}

/** The status and the message that the front end shows. */
async function failure(call) {
    try {
        await call;
    } catch (error) {
        return [error.response.status, error.response.data.error];
    }
    throw new Error("the call did not fail");
}

const teacher = await register("Hill", "teacher");
const student = await register("Ada", "student");

session.token = teacher.token;
const created = await api.post("/class", { className: "Algebra" });
const classId = created.data._id;
const enrolled = await api.post(`/class/${classId}/add-student`, { studentId: student.user.id });
const students = await api.get("/students");
const started = await api.post("/attendance/start", { classId });

session.token = student.token;
const me = await api.get("/auth/me");
const opened = await api.get(`/class/${classId}`);
const mine = await api.get(`/attendance/${classId}/my-attendance`);
const forbidden = await failure(api.post("/class", { className: "Geometry" }));
const unknown = await failure(api.get("/class/000000000000000000000000"));

session.token = "";
const anonymous = await failure(api.get("/auth/me"));
const incomplete = await failure(api.post("/auth/login", { email: "ada@front-end.test" }));

console.log(JSON.stringify({
    registered: teacher.status,
    roles: [teacher.user.role, student.user.role],
    sameUser: me.data._id === student.user.id && me.data.name === student.user.name,
    enrolled: enrolled.data.studentIds.includes(student.user.id),
    listed: students.data.some((each) => each._id === student.user.id),
    started: started.data.classId === classId,
    classmates: opened.data.students.map((each) => each.name),
    status: mine.data.status,
    failures: [forbidden, unknown, anonymous, incomplete],
}));
