import "./views.css";
import { Alert } from "@mantine/core";
import { useRef } from "react";
import type { Look } from "../../api.ts";
import { openEditor } from "../../open-editor.tsx";
import { useKeys } from "../../use-keys.ts";
import { CompareView } from "./compare-view.tsx";
import { EmailFrame } from "./email-frame.tsx";
import { FaultFrame } from "./fault-frame.tsx";
import { type EmailPlace, placeOf } from "./measure-email.ts";
import { SourceView } from "./source-view.tsx";
import { freeWidth, VIEWS, type ViewName, ViewBar } from "./view-bar.tsx";
import { Wall } from "./wall.tsx";

interface StageProps {
  readonly look: Look;
  readonly address: URLSearchParams;
  readonly onChange: (changes: Readonly<Record<string, string | null>>) => void;
}

/** The email of an issue, as the page's address asks for it. */
export function Stage({ look, address, onChange }: StageProps) {
  const view = viewIn(address);
  const stage = useRef<HTMLElement>(null);
  const edit = ({ file, line }: EmailPlace) => void openEditor({ file: file ?? look.path, line });
  const editTop = () => edit(placeAtTop(stage.current) ?? { file: null, line: 1 });
  useKeys({
    ...Object.fromEntries(
      VIEWS.map(({ name }, index) => [String(index + 1), () => onChange({ view: name })]),
    ),
    e: editTop,
  });
  const { email, fault } = look;
  return (
    <section className="stage" aria-label="The email" ref={stage}>
      <ViewBar look={look} address={address} view={view} onChange={onChange} onEdit={editTop} />
      {email === null ? (
        <>
          <Alert color="red" title="This issue cannot be shown yet" m="md">
            An error prevents it from becoming an email. Fix it and save, and the email appears here.
          </Alert>
          {fault !== null && <FaultFrame fault={fault} />}
        </>
      ) : view === "text" ? (
        <pre className="plain" lang={look.lang} dir={look.dir}>
          {email.text}
        </pre>
      ) : view === "source" ? (
        <SourceView html={email.html} />
      ) : view === "wall" ? (
        <Wall slug={look.slug} digest={email.digest} address={address} onChange={onChange} />
      ) : view === "compare" ? (
        <CompareView slug={look.slug} digest={email.digest} address={address} onPlace={edit} />
      ) : (
        <EmailFrame
          key={look.slug}
          slug={look.slug}
          digest={email.digest}
          address={address}
          width={view === "free" ? freeWidth(address) : widthOf(view)}
          onPlace={edit}
        />
      )}
    </section>
  );
}

function widthOf(view: ViewName): number | null {
  const found = VIEWS.find(({ name }) => name === view);
  return found !== undefined && "width" in found ? found.width : null;
}

function viewIn(address: URLSearchParams): ViewName {
  const asked = address.get("view");
  return VIEWS.find(({ name }) => name === asked)?.name ?? (innerWidth < 700 ? "phone" : "desktop");
}

/** Returns the place of the first block that begins below the bar, or null. */
function placeAtTop(stage: HTMLElement | null): EmailPlace | null {
  const frame = stage?.querySelector<HTMLIFrameElement>(".frames .sheet:not(.coming)");
  const start = frame?.getBoundingClientRect().top ?? 0;
  const bar = stage?.querySelector(".bar")?.getBoundingClientRect().bottom ?? 0;
  const blocks = frame?.contentDocument?.querySelectorAll("[data-line]") ?? [];
  return placeOf([...blocks].find((block) => start + block.getBoundingClientRect().top >= bar) ?? null);
}
