import { fold } from "./fold.ts";
import { ACTIVE, BLOCKED, BOUNCED, COMPLAINED, PENDING, type Said, UNSUBSCRIBED } from "./row-state.ts";

/**
 * Words for leaving that mean nothing else in any column: English, German, French, Spanish, Portuguese,
 * Italian, Dutch, Polish, Russian, Japanese, Chinese, Korean, Turkish, Swedish. Words are compared whole and folded.
 */
const LEFT = `
  unsubscribed; unsubscribe; unsub; unsubscribes; unsubbed; opted out; opt out; optout; opted-out; optedout; global opt out;
  globally unsubscribed; user suppressed; do not email; do not mail; do not contact; do not send; no longer subscribed;
  unsubscribed by user; unsubscribed by admin; unsubscribed manually; list unsubscribe; consent withdrawn; consent revoked;
  abgemeldet; ausgetragen; abbestellt; abgemeldete; nicht mehr angemeldet; gekündigt; widerrufen; newsletter abbestellt;
  désabonné; désabonnée; désabonnés; désinscrit; désinscrite; désinscrits; non abonné; non inscrit; plus abonné; résilié;
  dado de baja; dada de baja; de baja; baja; baja voluntaria; desuscrito; desuscrita; desinscrito; desinscrita; no suscrito; no suscrita;
  cancelado suscripción; suscripción cancelada; cancelou; descadastrado; descadastrada; descadastrou se; desabonado; desabonada;
  não inscrito; não inscrita; cancelou a inscrição; inscrição cancelada; anulou a subscrição; não subscrito; desinscreveu se;
  disiscritto; disiscritta; non iscritto; non iscritta; iscrizione annullata; iscrizione cancellata; disdetto; cancellato;
  uitgeschreven; afgemeld; niet ingeschreven; niet aangemeld; opgezegd;
  wypisany; wypisana; wypisano; zrezygnował; zrezygnowała; rezygnacja; anulowano subskrypcję; niesubskrybowany; wyrejestrowany;
  отписан; отписана; отписался; отписалась; отписанный; отписано; отписка; отписавшийся; подписка отменена;
  не подписан; не подписана;
  退会; 退会済み; 退会済; 購読解除; 購読停止; 配信停止; 配信停止済み; 解除; 解除済み; 登録解除; 配信解除; 配信拒否; オプトアウト; 受信拒否;
  退订; 已退订; 取消订阅; 已取消订阅; 退訂; 已退訂; 取消訂閱; 已取消訂閱; 拒收; 拒绝接收; 未订阅; 未訂閱;
  수신거부; 수신 거부; 구독취소; 구독 취소; 구독해지; 구독 해지; 탈퇴; 해지;
  abonelikten çıktı; abonelikten ayrıldı; abonelik iptal; abone değil; ayrıldı;
  avregistrerad; avprenumererad; avanmäld; avslutad; frameldt; afmeldt; avmeldt; peruutettu; peruutti tilauksen`;

/** Words for leaving that may mean something else in another column: an order can be `cancelled`, too. */
const GONE = `
  cancelled; canceled; cancelado; cancelada; annulé; annulée; annullato; storniert; geannuleerd; anulowany; отменен; отменён; 已取消;
  キャンセル; 취소; removed; removed by user; removed by admin; left; deleted; archived; gelöscht; entfernt; supprimé; supprimée;
  eliminado; eliminada; excluído; excluída; removido; removida; eliminato; rimosso; verwijderd; usunięty; usunięta; удален; удалён; удалена;
  削除; 削除済み; 已删除; 삭제; disabled; deactivated; deaktiviert; désactivé; désactivée; desactivado; desactivada; desativado; desativada;
  disattivato; uitgeschakeld; gedeactiveerd; wyłączony; отключен; отключён; 無効; 停用; 已停用; 비활성화; excluded; exclu; excluido; escluso; uitgesloten;
  ausgeschlossen; declined; refused; rejected; revoked; withdrawn; abgelehnt; refusé; rechazado; rifiutato; geweigerd; odrzucony; отказ; 拒否; 拒绝; 거부;
  no consent; not consented; denied; stopped; silindi; iptal; borttagen; inaktiverad`;

const BLOCK = `
  blocked; block; blocklisted; blocklist; blacklisted; blacklist; suppressed; banned; quarantined; gesperrt; blockiert; bloqué; bloquée;
  bloqueado; bloqueada; bloccato; geblokkeerd; zablokowany; заблокирован; ブロック; 屏蔽; 已屏蔽; 黑名单; 拉黑; 차단; engellendi; blockerad;
  liste noire; lista negra; lista nera; schwarze liste; unreachable; suppression; manually suppressed; globally suppressed`;

const BOUNCE = `
  bounced; bounce; hard bounce; hard bounced; hardbounce; hardbounced; hard; bounced hard; permanent bounce; bounced permanently; permanent; cleaned;
  undeliverable; invalid; invalid email; invalid address; non existent; unzustellbar; ungültig; zurückgewiesen; rebond; rebond définitif; rejeté;
  rebotado; rebotada; rebote; rebote duro; devuelto; rejeitado; devolvido; rimbalzato; respinto; gebounced; onbestelbaar;
  odbity; odrzucony trwale; недоставляемый; недействителен; отскок; エラー; 配信不能; 不達; 退信; 无效; 硬退信; 반송; geri döndü; studsad`;

const COMPLAINT = `
  complained; complaint; complaints; spam; spam complaint; spam report; spam reported; reported spam; reported as spam; marked as spam; marked spam; abuse;
  abuse complaint; junk; beschwerde; spam beschwerde; plainte; plainte spam; queja; queja de spam; reclamação; denunciou; denúncia; reclamo; segnalato; segnalato come spam;
  klacht; skarga; жалоба; жалоба на спам; 苦情; 迷惑メール; 投诉; 垃圾邮件; 举报; 스팸; 신고; şikayet; klagomål`;

const WAITING = `
  pending; unconfirmed; not confirmed; awaiting confirmation; confirmation pending; waiting; unactivated; unverified; not verified; validating; inactive;
  cold; new; never subscribed; nonsubscribed; non subscribed; not subscribed; non marketing contact; soft bounce; soft bounced; soft; bounced soft; transient bounce; transactional;
  unbestätigt; ausstehend; inaktiv; nicht bestätigt; nicht angemeldet; en attente; non confirmé; inactif; pendiente; sin confirmar; no confirmado; inactivo; pendente; não confirmado; inativo;
  in attesa; non confermato; inattivo; in afwachting; niet bevestigd; onbevestigd; inactief; oczekujący; niepotwierdzony; nieaktywny; ожидает; не подтвержден; неактивен; неактивный;
  保留; 未確認; 未承認; 仮登録; 待确认; 未确认; 대기; 미확인; beklemede; väntande; inaktiv`;

const STAYING = `
  active; subscribed; subscriber; confirmed; enabled; verified; opted in; opt in; optin; double opt in; single opt in; marketing contact; consented; mailable;
  aktiv; angemeldet; abonniert; bestätigt; eingetragen; actif; active; abonné; abonnée; inscrit; inscrite; confirmé; activo; activa; suscrito; suscrita; confirmado;
  confirmada; ativo; ativa; inscrito; inscrita; assinante; subscrito; attivo; attiva; iscritto; iscritta; confermato; actief; ingeschreven; aangemeld; geabonneerd; bevestigd;
  aktywny; aktywna; zapisany; subskrybowany; potwierdzony; активен; активный; активна; подписан; подписана; подтвержден; подтверждён;
  有効; 購読中; 登録済み; 配信中; 已订阅; 訂閱中; 已訂閱; 订阅中; 有效; 活跃; 구독중; 구독 중; 활성; abone; aktif; prenumererar; bekräftad`;

/**
 * Words for a subscriber's state, folded and without the spaces in them: `Un-Subscribed` is `unsubscribed`. A word that is not
 * here stops the import: it is never taken for a yes.
 */
const WORDS = new Map<string, Said>();
for (const [text, said] of [
  // If two languages share a word, the worse meaning comes last and wins.
  [STAYING, ACTIVE],
  [WAITING, PENDING],
  [GONE, UNSUBSCRIBED],
  [LEFT, UNSUBSCRIBED],
  [BLOCK, BLOCKED],
  [BOUNCE, BOUNCED],
  [COMPLAINT, COMPLAINED],
] as const) {
  for (const word of text.split(";")) WORDS.set(joined(word), said);
}

const UNMISTAKABLE = new Set(
  [
    ...LEFT.split(";"),
    ...BLOCK.split(";").filter((word) => /list|suppress/.test(word)),
    ...BOUNCE.split(";").filter((word) => /bounce|deliver|unzustellbar|onbestelbaar/.test(word)),
    ...COMPLAINT.split(";").filter((word) => /complain| spam/.test(word)),
  ].map(joined),
);
// In a column about an order or an address these words mean something else.
for (const word of [
  "baja",
  "de baja",
  "解除",
  "résilié",
  "cancellato",
  "avslutad",
  "gekündigt",
  "opgezegd",
  "해지",
  "탈퇴",
]) {
  UNMISTAKABLE.delete(joined(word));
}

/** Matches these words in any form that a language gives them: `hat sich abgemeldet`, `désinscrites`, `unsubscribed on 5 May`. */
const STEMS =
  /un ?subscr|\bunsubs?\b|\bopt(?:ed)? ?out|\bdo not (?:e ?mail|contact|send)|no longer subscribed|abgemeld|ausgetragen|abbestell|desabonn|desinscri|desuscri|\bd(?:ad[oa]s?|io|ieron) de baja|descadastr|disiscri|uitgeschreven|uitschrijv|afgemeld|wypisa|отписа|отписк|退会|購読(?:解除|停止)|配信(?:停止|解除|拒否)|退订|退訂|取消(?:订阅|訂閱)|拒收|수신 ?거부|구독 ?(?:취소|해지)|abonelikten c|abonelik iptal|avregistrer|avprenumerer|avanmal|frameld|avmeldt/u;

/**
 * Returns what a word says. `Bounced (hard)` and `subscribed, confirmed` are read by their parts, of which the worst
 * counts; undefined if a part is unknown.
 */
export function stateOfWord(text: string): Said | undefined {
  const whole = WORDS.get(joined(text));
  if (whole !== undefined) return whole;
  const parts = text.split(/[()[\]/,;:|–—]|\s-\s/).filter((part) => fold(part) !== "");
  if (parts.length < 2) return undefined;
  const said = parts.map((part) => WORDS.get(joined(part)));
  return said.every((one) => one !== undefined) ? worst(said) : undefined;
}

/** Does this word mean leaving if it is about the person, in a column of states or in a column without a name? */
export function isLeft(word: string): boolean {
  const said = stateOfWord(word);
  return said === undefined ? isLeavingWord(word) : isLeaving(said);
}

/** Does this state permanently keep mail from a person? */
export function isLeaving({ state }: Said): boolean {
  return state === "unsubscribed" || state === "bounced" || state === "complained";
}

/** A longer cell is not a list of tags, and a longer part of a cell is a sentence. */
const LONGEST_CELL = 200;
const LONGEST_WORD = 40;

/**
 * Does this cell, or a word in a list of tags, say in any column that somebody left? Must be quick, because every cell
 * of a file is checked.
 */
export function isLeavingWord(text: string): boolean {
  if (text.length > LONGEST_CELL || text.includes("://") || text.includes("@")) return false;
  return text.split(/[()[\]{}"',;:|/\n]/).some((part) => {
    if (part.length < 2 || part.length > LONGEST_WORD) return false;
    // Most cells are plain ASCII, and a million rows have many of them, so those skip `fold`.
    const word = /^[\w .-]*$/.test(part) ? part.toLowerCase().replace(/[^a-z0-9]+/g, " ") : fold(part);
    return UNMISTAKABLE.has(word.replaceAll(" ", "")) || STEMS.test(word);
  });
}

/** Folded, without the spaces between its words. */
function joined(text: string): string {
  return fold(text).replaceAll(" ", "");
}

const ORDER = ["unstated", "active", "pending", "unsubscribed", "bounced", "complained"] as const;

/** Returns the worst of several answers about one person. A state with a suppression outweighs the same state without one. */
export function worst(said: readonly Said[]): Said {
  const weight = (one: Said) => 2 * ORDER.indexOf(one.state) + (one.suppress === undefined ? 0 : 1);
  return said.reduce((a, b) => (weight(b) > weight(a) ? b : a));
}
