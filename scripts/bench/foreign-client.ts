/** Another program of the same team: asks `URL/domains` with KEY, RATE times a second, until it is stopped. */
import { setTimeout as wait } from "node:timers/promises";

const [url = "", key = "", rate = "1"] = process.argv.slice(2);
const began = Date.now();
for (let n = 1; ; n++) {
  void fetch(`${url}/domains`, { headers: { authorization: `Bearer ${key}`, "user-agent": "somebody-else" } })
    .then((answer) => answer.arrayBuffer())
    .catch(() => undefined);
  // A real program is not a metronome: each request is up to a quarter of the interval early or late.
  await wait(Math.max(0, began + ((n + (Math.random() - 0.5) / 2) * 1000) / Number(rate) - Date.now()));
}
