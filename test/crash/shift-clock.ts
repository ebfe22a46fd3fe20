/** Loaded before a command whose clock is to be wrong: `CLOCK_AHEAD_MS` before ours, or behind where it is negative. */
const right = Date.now.bind(Date);
const ahead = Number(process.env["CLOCK_AHEAD_MS"]);
Date.now = () => right() + ahead;
