import { type Diagnostic, DiagnosticSeverity } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Finding } from "#src/model/finding.ts";
import { findingRange } from "./finding-range.ts";
import { ruleAddress } from "./rule-docs.ts";

const SEVERITY = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
} as const;

/** Returns a finding as an editor shows it. `document` is the text in which it was found. */
export function diagnosticOf(finding: Finding, document: TextDocument): Diagnostic {
  const { rule, severity, message, hint } = finding;
  const href = ruleAddress(rule);
  return {
    range: findingRange(finding, document),
    severity: SEVERITY[severity],
    code: rule,
    ...(href === null ? {} : { codeDescription: { href } }),
    source: "letterpress",
    message: hint === null ? message : `${message} ${hint}`,
  };
}
