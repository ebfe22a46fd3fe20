import { stringify } from "csv-stringify/sync";

const FIRST = [
  "Ana",
  "Bruno",
  "Chiara",
  "Dilek",
  "Emeka",
  "Fatima",
  "Göran",
  "Hana",
  "Iñaki",
  "Jun",
  "Kofi",
  "Lucía",
  "Mateo",
  "Nadia",
  "Óscar",
  "Priya",
  "Quinn",
  "Rosa",
  "Sami",
  "Tuyết",
];
const LAST = [
  "Álvarez",
  "Berg",
  "Castillo",
  "Díaz",
  "Eze",
  "Fischer",
  "García",
  "Huamán",
  "Ito",
  "Jensen",
  "Kaya",
  "Lindqvist",
  "Mendoza",
];
const ZONES = ["America/Lima", "Europe/Madrid", "Asia/Kathmandu", "Africa/Lagos", "Asia/Tokyo"];
const COUNTRIES = ["PE", "ES", "NP", "NG", "JP"];

/**
 * Returns the CSV of `count` invented readers at Resend's test addresses: most are delivered, every 60th bounces, one
 * complains, and every 20th gave no first name.
 */
export function sampleReaders(count: number): string {
  const rows = Array.from({ length: count }, (_, n) => {
    const first = FIRST[n % FIRST.length] ?? "";
    const last = LAST[n % LAST.length] ?? "";
    const kind = n === 33 ? "complained" : n % 60 === 17 ? "bounced" : "delivered";
    return {
      email: `${kind}+reader${n + 1}@resend.dev`,
      first_name: n % 20 === 19 ? "" : first,
      last_name: last,
      timezone: ZONES[n % ZONES.length],
      country: COUNTRIES[n % COUNTRIES.length],
      status: "active",
    };
  });
  return stringify(rows, { header: true });
}
