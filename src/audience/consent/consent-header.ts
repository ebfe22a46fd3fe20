import { fold } from "./fold.ts";

/** What a yes in a column means: the person left, the person may be mailed, or the name does not tell. */
export type Polarity = "no" | "yes" | "either";

const setOf = (words: string) => new Set(words.split(/\s+/).map(fold).filter(Boolean));

/** Matched as whole words of a header, in the languages of the big systems. */
const SPEAKS_OF_NO = setOf(`
  unsub unsubs unsubscribe unsubscribed unsubscribes unsubscription unsubscriptions optout optouts optedout block blocked blocks blocklist blocklisted
  blacklist blacklisted suppress suppressed suppression suppressions bounce bounced bounces complaint complaints complained spam junk disabled
  exclude excluded excludes exclusion deleted removed left stop stopped cancelled canceled cleaned undeliverable quarantined ineligible revoked withdrawn
  withdrawal declined refused rejected objection objected banned dnc dnm inactive deactivated mute muted silenced never
  abgemeldet abmeldung abmeldedatum austragung ausgetragen gesperrt sperre sperrliste widerruf widerrufen widerspruch widersprochen gelöscht deaktiviert
  ausgeschlossen abbestellt blockiert beschwerde
  désabonné désabonnement désinscrit désinscription bloqué exclu supprimé désactivé plainte rebond refus refusé révoqué
  baja desuscrito desuscripción cancelado bloqueado excluido eliminado suprimido rebotado rebote queja desactivado rechazado revocado
  descadastrado descadastro descadastramento desinscrito desabonado cancelou excluído removido desativado reclamação
  disiscritto disiscrizione cancellato cancellazione bloccato escluso eliminato disdetta rimosso disattivato reclamo revocato
  uitgeschreven afgemeld afmelding uitschrijving geblokkeerd verwijderd uitgesloten klacht
  wypisany wypisanie rezygnacja zablokowany usunięty wykluczony skarga
  отписан отписка отписался заблокирован удален исключен жалоба
  abonelikten engellendi iptal avregistrerad avanmäld`);
const SPEAKS_OF_YES = setOf(`
  subscribed subscribe subscribes opt opts opted optin optedin consent consents consented marketing newsletter newsletters permission permissions permitted
  gdpr dsgvo rgpd lopd lgpd mailable emailable contactable mailing mailings allowed agreed agree agrees accepts accepted enabled
  wants want wish wishes receive receives receiving ok willing abo abos abonnement abonnements abbonamento nyhetsbrev nyhedsbrev bülten
  einwilligung einverständnis zustimmung erlaubt erlaubnis erwünscht angemeldet abonniert abonnent werbung werbeeinwilligung rundbrief erhalten möchte empfangen
  consentement autorise autorisation abonné inscrit accord infolettre recevoir accepte souhaite
  consentimiento autoriza autorizado suscrito suscripción acepta publicidad boletín recibir quiere desea
  consentimento inscrito aceita assinante receber deseja
  consenso autorizza autorizzazione iscritto ricevere accetta
  toestemming ingeschreven aangemeld nieuwsbrief ontvangen
  zgoda zapisany subskrypcja
  согласие подписан подписка рассылка
  izin onay samtycke samtykke`);
const SPEAKS_OF_EITHER = setOf(`
  state status statuses statut estado estatus stato situação situacao zustand stan durum durumu tila статус состояние active aktiv actif activo ativo attivo actief
  aktywny активен confirmed unconfirmed`);

/** Words written without a space, or of a language without spaces: searched anywhere in a header. */
const SMASHED_NO =
  /unsubscri|optout|optedout|donot(?:e?mail|contact|send)|blacklist|blocklist|suppress|abmelde|sperre$|退订|退訂|取消订阅|取消訂閱|拒收|黑名单|退会|停止|解除|拒否|수신거부|구독취소|차단|отпис|wypis/u;
const SMASHED_YES =
  /optin$|optedin$|einwilligung$|zustimmung$|newsletter|同意|订阅|訂閱|購読|配信|メルマ[ガカ]|許可|동의|구독|수신|подпис|рассыл|соглас|abone|bulten|zgod[aeyę]|subskryp/u;
const SMASHED_EITHER = /status$|状态|狀態|状態|状況|ステータス|상태/u;

/** A column about telephones says nothing about email, and `state` in one header with `province` means a place. */
const OTHER_CHANNEL = /\b(?:sms|phone|telephone|mobile|whatsapp|push|call|calls|fax|voice|web push)\b/;
const EMAIL = /\be?mails?\b/;
const GEOGRAPHY = /\b(?:province|region|county|country|address|shipping|billing|city|zip|postal|us)\b/;

/** `Kein Newsletter`: a yes in such a column is not a consent. */
const NEGATIONS = setOf(
  "not no non never without kein keine nicht nie ohne pas sans sin sem não senza geen niet zonder bez не без inte ikke",
);

/**
 * Returns what a yes in a column of this name means; null if the name does not speak of consent. Compares whole words:
 * `state`, not `estate`.
 */
export function speaksOfConsent(header: string): Polarity | null {
  const folded = fold(header);
  if (isOtherChannel(folded)) return null;
  const words = folded.split(" ");
  const joined = folded.replaceAll(" ", "");
  const no =
    words.some((word) => SPEAKS_OF_NO.has(word)) ||
    SMASHED_NO.test(joined) ||
    /\b(?:do not|opt out|opted out|no e?mails?|dado de baja|not)\b/.test(folded);
  const yes =
    words.some((word) => SPEAKS_OF_YES.has(word)) ||
    SMASHED_YES.test(joined) ||
    /\b(?:may|can) (?:e?mail|contact|send)\b/.test(folded) ||
    /\b(?:e?mail|mailing|contact|communications?) preferences?\b/.test(folded);
  if (no && yes) {
    // `Opt out` and `Unsubscribed from newsletter` are clear; `not opted out` and `marketing consent withdrawn` are not.
    const negations = words.filter((word) => SPEAKS_OF_NO.has(word) || word === "not").length;
    return negations <= 1 || /\b(?:opt out|opted out)\b/.test(folded) ? "no" : "either";
  }
  if (no) return /\bnot\b/.test(folded) && !/\bdo not\b/.test(folded) ? "either" : "no";
  const state = words.some((word) => SPEAKS_OF_EITHER.has(word)) || SMASHED_EITHER.test(joined);
  if (yes) return state || isNegated(folded) ? "either" : "yes";
  const isPlace = GEOGRAPHY.test(folded) && !EMAIL.test(folded);
  return state && !isPlace ? "either" : null;
}

function isNegated(folded: string): boolean {
  return folded.split(" ").some((word) => NEGATIONS.has(word));
}

/** Is a folded header only about telephones or messengers? */
export function isOtherChannel(folded: string): boolean {
  return OTHER_CHANNEL.test(folded) && !EMAIL.test(folded);
}
