import { z } from "zod";
import { Refusal } from "#src/sandbox/api/api-answer.ts";

const MAX_BYTES = 40 * 1024 * 1024;

/** Extensions of executable files. Source: Resend's knowledge base. */
const FORBIDDEN: ReadonlySet<string> = new Set(
  (
    "adp app asp bas bat cer chm cmd com cpl crt csh der exe fxp gadget hlp hta inf ins isp its js jse ksh lib lnk mad " +
    "maf mag mam maq mar mas mat mau mav maw mda mdb mde mdt mdw mdz msc msh msh1 msh2 mshxml msh1xml msh2xml msi msp " +
    "mst ops pcd pif plg prf reg scf scr sct shb shs sys ps1 ps1xml ps2 ps2xml psc1 psc2 tmp url vb vbe vbs vps " +
    "vsmacros vss vst vsw vxd ws wsc wsf wsh xnk"
  ).split(" "),
);

const schema = z.array(
  z.object({ content: z.unknown(), path: z.string().optional(), filename: z.string().optional() }),
);

/** Refuses wrong attachments of one email. Only the first of its error messages is known to be Resend's own. */
export function checkAttachments(given: unknown): void {
  const { data: list } = schema.safeParse(given ?? []);
  if (list === undefined || list.some(({ content, path }) => !content && !path)) {
    throw invalid("Attachment must have either a `content` or `path`.");
  }
  const ending = list
    .map(({ filename }) => /\.([^.]+)$/.exec(filename ?? "")?.[1]?.toLowerCase() ?? "")
    .find((name) => FORBIDDEN.has(name));
  if (ending !== undefined) throw invalid(`Attachments that end in .${ending} are not supported.`);
  const bytes = list.reduce(
    (sum, { content }) => sum + (typeof content === "string" ? content.length : 0),
    0,
  );
  if (bytes > MAX_BYTES) throw invalid("The attachments of an email must not exceed 40MB.");
}

const invalid = (message: string) => new Refusal(422, "invalid_attachment", message);
