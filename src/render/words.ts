import type { CalloutTone } from "#src/model/block.ts";

/** The fixed words of an email in one language. `{x}` is a place for a value. */
export interface Words {
  readonly number: string;
  readonly part: string;
  readonly by: string;
  readonly and: string;
  readonly minutes: string;
  readonly viewOnline: string;
  readonly guest: string;
  readonly sponsored: string;
  readonly notes: string;
  readonly credit: string;
  readonly done: string;
  readonly open: string;
  readonly image: string;
  readonly question: string;
  readonly answer: string;
  readonly callouts: Readonly<Record<CalloutTone, string>>;
  /** A link's words, then what follows it. */
  readonly forward: readonly [string, string];
  readonly subscribe: readonly [string, string];
  readonly reply: readonly [string, string];
  readonly reason: string;
  /** The reason for a mail that asks for a confirmation. */
  readonly asked: string;
  readonly unsubscribe: string;
  readonly preferences: string;
}

/** The fixed words in `lang` ("es-PE" finds "es"), English where there is no entry. */
export function wordsIn(lang: string): Words {
  return CATALOGUE[lang.toLowerCase().split("-")[0] ?? ""] ?? en;
}

/** `text` with its `{places}` filled. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}

const en: Words = {
  number: "No. {number}",
  part: "Part {part}",
  by: "By {names}",
  and: "and",
  minutes: "{minutes} min read",
  viewOnline: "View online",
  guest: "Our guest",
  sponsored: "Sponsored by {name}",
  notes: "Notes",
  credit: "Picture: {credit}",
  done: "done",
  open: "open",
  image: "Image",
  question: "Q",
  answer: "A",
  callouts: { note: "Note", tip: "Tip", important: "Important", warning: "Warning", caution: "Caution" },
  forward: ["Forward this letter", "to somebody who would like it."],
  subscribe: ["Subscribe", "if it was forwarded to you."],
  reply: ["Reply", "and tell us what you think. A person reads it."],
  reason: "You receive this because you subscribed to “{list}” from {name}.",
  asked:
    "You receive this once, because this address was entered for “{list}” from {name}. Without your yes nothing more is sent.",
  unsubscribe: "Unsubscribe",
  preferences: "Choose what you receive",
};

const es: Words = {
  number: "N.º {number}",
  part: "Parte {part}",
  by: "Por {names}",
  and: "y",
  minutes: "{minutes} min de lectura",
  viewOnline: "Ver en línea",
  guest: "Nuestra visita",
  sponsored: "Patrocinado por {name}",
  notes: "Notas",
  credit: "Imagen: {credit}",
  done: "hecho",
  open: "pendiente",
  image: "Imagen",
  question: "P",
  answer: "R",
  callouts: {
    note: "Nota",
    tip: "Consejo",
    important: "Importante",
    warning: "Advertencia",
    caution: "Precaución",
  },
  forward: ["Reenvía esta carta", "a alguien a quien le pueda gustar."],
  subscribe: ["Suscríbete", "si alguien te la reenvió."],
  reply: ["Responde", "y cuéntanos qué te parece. Lo lee una persona."],
  reason: "Recibes esto porque te suscribiste a «{list}» de {name}.",
  asked:
    "Recibes esto una sola vez, porque esta dirección se apuntó a «{list}» de {name}. Sin tu sí no se envía nada más.",
  unsubscribe: "Darse de baja",
  preferences: "Elegir qué recibir",
};

const CATALOGUE: Readonly<Record<string, Words>> = { en, es };
