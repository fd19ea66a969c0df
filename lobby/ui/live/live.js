// The live link: tells the page that something changed, and blanks it when nobody is there or the server is gone.
// It carries no customer data.
// `data`: {boot, page, url, health, touch, renew, who, over, idle, covered, alarm: {name, seconds, id}, print, tokens, topics, words, sheet}; `tokens` by
// topic as of before the page was made, `topics` those whose change makes this page anew.
// Mounted within a fragment it is an ear instead, `data`: {ear, seen, tokens, topics, again}: news of its topics make
// that fragment anew and nothing else, and the server hears when they are drawn; so does `again` seconds without any.
const SILENT_MS = 12000;
const ANSWER_MS = 4000;
const RETRY_MS = 1000;
const PRINT_MS = 300;
const TOUCH_MS = 20000;
const HOLD_MS = 2000;
const SETTLE_MS = 300;
const SLOW_MS = 10000;
const LINK = "[data-testid=stTopNavLink], [data-testid=stTopNavDropdownLink]";
const REST = "[data-testid=stTopNavSection]"; // the word under which the pages stand that have no room in the row
const DRAWN = "[data-testid=stMain] [class*='st-key-']:not(.st-key-live)";

let tell = () => {};
let data = {};
let host = null;
let source = null;
let veil = null;
let timers = {};
let armed = null;
let shown = null;
let known = null;
let unseen = {};
let opened = null;
const ears = new Map();
const asked = new Map();
let printed = null;
let lost = false;
let touched = 0;
let who;
let holding = false;
let wanted = null;
let pressed = 0;
let drawn = 0;
let tries = 3;

const after = (name, ms, act) => {
  clearTimeout(timers[name]);
  timers[name] = setTimeout(act, ms);
};

const token = (name) => getComputedStyle(host).getPropertyValue(name);

function drawVeil(text) {
  if (!veil) {
    veil = document.createElement("div");
    veil.dataset.testid = "lobby-curtain";
    veil.setAttribute("role", "status");
    Object.assign(veil.style, {
      position: "fixed", inset: "0", zIndex: "2147483000", display: "flex",
      alignItems: "center", justifyContent: "center", textAlign: "center", padding: "2rem",
    });
    veil.addEventListener("pointerdown", () => !lost && tell("curtain", Date.now()));
    document.body.appendChild(veil);
  }
  if (host.isConnected) {
    Object.assign(veil.style, {
      background: token("--st-background-color"), color: token("--st-text-color"),
      fontFamily: token("--st-font"), fontSize: token("--st-base-font-size"),
    });
  }
  veil.textContent = text;
}

// What is of no customer, for as long as the server is gone.
function drawSheet() {
  const sheet = document.createElement("div");
  Object.assign(sheet.style, { textAlign: "left", maxWidth: "60rem", margin: "0 auto", fontSize: "0.95em" });
  for (const { title, lines } of data.sheet) {
    const heading = document.createElement("p");
    heading.textContent = title;
    Object.assign(heading.style, { fontWeight: "bold", margin: "0.8rem 0 0.2rem" });
    const list = document.createElement("ul");
    Object.assign(list.style, { margin: "0", paddingLeft: "1.2rem" });
    for (const line of lines) list.appendChild(document.createElement("li")).textContent = line;
    sheet.append(heading, list);
  }
  Object.assign(veil.style, { display: "block", overflow: "auto" });
  veil.append(sheet);
}

function cover() {
  if (!data.idle || data.covered || lost) return;
  drawVeil(data.words.covered);
  tell("curtain", Date.now());
  after("answer", ANSWER_MS, leave);
}

function empty(text) {
  lost = true;
  drawVeil(text);
  document.getElementById("root")?.remove();
  document.title = data.words.title;
  source?.close();
}

function leave() {
  if (lost) return;
  empty(data.words.lost);
  drawSheet();
  comeBack(() => location.reload());
}

// The server has ended this session: the next one begins with a page of its own.
function begin() {
  if (lost) return;
  empty(data.words.over);
  comeBack(() => location.replace("/"));
}

// It goes on though the page is left meanwhile: its answer may bring another cookie.
const say = (url) => fetch(url, { method: "POST", keepalive: true }).then((answer) => answer.status === 401 && begin(), () => {});

// Somebody is there; what the server pushes is no touch.
function touch() {
  if (!data.who || lost || Date.now() - touched < TOUCH_MS) return;
  touched = Date.now();
  say(data.touch);
}

async function comeBack(again) {
  const signal = AbortSignal.timeout(2 * RETRY_MS); // where the network is gone nobody says no
  const answer = await fetch(data.health, { cache: "no-store", signal }).catch(() => null);
  if (answer?.ok) again();
  else after("back", RETRY_MS, () => comeBack(again));
}

function rest() {
  if (data.idle && !data.covered) after("idle", data.idle * 1000, cover);
  else clearTimeout(timers.idle);
}

function heard(event) {
  if (event.data !== data.boot) leave();
  else after("silence", SILENT_MS, leave);
}

function hearNow(event) {
  const [topic, token] = event.data.split(" ");
  const before = known[topic];
  known[topic] = token;
  if (before === token) return;
  if (!holding) for (const hear of ears.values()) hear(topic, token);
  if (before === undefined) return;
  if (!holding && data.topics.includes(topic)) tell("changed", event.data);
  else unseen[topic] = token;
}

// From a press until what it makes is drawn no news is asked for: it would be of the page before, and bring that back.
function hold(event) {
  holding = true;
  after("hold", HOLD_MS, release);
  pressed = Date.now();
  wanted = event.target.closest?.(LINK)?.href ?? null;
  after("settle", SETTLE_MS, settle);
}

// What was still on its way for the page before, such as a menu that closes, can leave the next one empty or undo it.
function settle() {
  if (lost) return;
  const isRunning = document.querySelector(".stApp")?.dataset.testScriptState === "running";
  const href = wanted ?? location.href;
  const isThere = document.querySelector(DRAWN) && href === location.href;
  const age = Date.now() - pressed;
  if (!isRunning && !isThere && drawn > pressed && tries-- > 0) {
    const link = [...document.querySelectorAll(LINK)].find((one) => one.href === href);
    (link ?? document.querySelector(REST))?.click();
    if (!link) after("settle", SETTLE_MS, settle);
  } else if (isRunning || age < HOLD_MS || (!isThere && age < SLOW_MS)) after("settle", SETTLE_MS, settle);
  else tries = 3;
}

function release() {
  clearTimeout(timers.hold);
  if (!holding) return;
  holding = false;
  for (const hear of ears.values()) for (const topic of Object.keys(known)) hear(topic, known[topic]);
  catchUp();
}

// What was heard before this page was there, and after what it shows was read.
function catchUp() {
  for (const topic of data.topics) {
    const token = unseen[topic];
    delete unseen[topic];
    if (token && token !== data.tokens[topic]) tell("changed", `${topic} ${token}`);
  }
}

// One ear at a time for each fragment; what it told the server about is acknowledged once it was drawn.
function listen({ data: { ear, seen, topics, tokens, again }, setTriggerValue }) {
  const older = `older ${ear}`;
  const hear = (topic, token) => {
    if (!topics.includes(topic) || token === tokens[topic] || asked.get(topic) === token) return;
    asked.set(topic, token);
    setTriggerValue("changed", `${topic} ${token}`);
  };
  for (const topic of topics) {
    if (asked.get(topic) === tokens[topic]) {
      asked.delete(topic);
      const body = `${topic} ${tokens[topic]}`;
      requestAnimationFrame(() => setTimeout(() => fetch(seen, { method: "POST", body })));
    }
    if (known?.[topic]) hear(topic, known[topic]);
  }
  ears.set(ear, hear);
  release();
  if (again) after(older, again * 1000, () => setTriggerValue("changed", `${older} ${Date.now()}`));
  else clearTimeout(timers[older]);
  return () => {
    if (ears.get(ear) !== hear) return;
    ears.delete(ear);
    clearTimeout(timers[older]);
  };
}

function open() {
  source?.close();
  opened = data.url;
  source = new EventSource(opened);
  source.addEventListener("beat", heard);
  source.addEventListener("now", hearNow);
  source.addEventListener("over", begin);
  source.addEventListener("error", () => source.readyState === EventSource.CLOSED && leave());
}

// Somebody has signed in on this page: the browser gets another cookie, and asks for nothing before it has it.
async function renew() {
  touched = Date.now();
  await say(data.renew);
  if (!lost) open();
}

function connect() {
  known = { ...data.tokens };
  open();
  after("silence", SILENT_MS, leave);
  for (const kind of ["pointerdown", "keydown", "wheel", "touchmove", "input"]) {
    document.addEventListener(kind, rest, { passive: true, capture: true });
    document.addEventListener(kind, touch, { passive: true, capture: true });
  }
  document.addEventListener("click", hold, { capture: true });
  document.addEventListener("visibilitychange", () => document.hidden && cover());
  addEventListener("pageshow", (event) => event.persisted && leave());
}

export default function live(component) {
  if (lost) return;
  if (component.data.ear) return listen(component);
  tell = component.setTriggerValue;
  data = component.data;
  drawn = Date.now();
  host = component.parentElement.host ?? component.parentElement;
  if (data.over) return begin();
  document.documentElement.lang = data.words.lang;
  if (!source) connect();
  else if (data.who && who === null) renew();
  else if (opened !== data.url) open();
  who = data.who;
  release();
  catchUp();
  if (shown !== data.page) {
    shown = data.page;
    document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
  }
  if (veil && (data.covered || !data.idle)) {
    clearTimeout(timers.answer);
    veil.remove();
    veil = null;
  }
  if (armed !== data.alarm.id) {
    armed = data.alarm.id;
    clearTimeout(timers.alarm);
    if (data.alarm.name) after("alarm", data.alarm.seconds * 1000, () => tell(data.alarm.name, data.alarm.id));
  }
  if (data.print && printed !== data.print) setTimeout(print, PRINT_MS);
  printed = data.print;
  rest();
}
