/**
 * Services where anybody makes a short address that leads anywhere; not those of one site, such as `youtu.be` or `nyti.ms`. Spamhaus's
 * DBL, SURBL and URIBL have a class of their own for them (“abused redirectors”).
 */
const SHORTENERS = new Set(
  [
    "bit.ly j.mp bitly.is tinyurl.com t.co goo.gl ow.ly is.gd v.gd buff.ly rebrand.ly cutt.ly shorturl.at rb.gy lnkd.in t.ly",
    "tiny.cc dlvr.it ift.tt trib.al soo.gd s.id adf.ly bl.ink shorte.st tr.im su.pr x.co clck.ru t.cn urlzs.com surl.li hyperurl.co",
    "qr.ae po.st bc.vc u.to zpr.io short.gy shorter.me kutt.it dub.sh",
  ].flatMap((line) => line.split(" ")),
);

export function isShortener(hostname: string): boolean {
  return SHORTENERS.has(hostname.toLowerCase().replace(/^www\./, ""));
}
