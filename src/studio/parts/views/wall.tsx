import { UnstyledButton } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { useRef, useState } from "react";
import { COLOURS } from "./dress-email.ts";
import { emailSource } from "./email-frame.tsx";
import { useDigest } from "../../use-digest.ts";
import { EmailSheet } from "./email-sheet.tsx";

interface WallProps {
  readonly slug: string;
  readonly digest: string;
  readonly address: URLSearchParams;
  readonly onChange: (changes: Readonly<Record<string, string | null>>) => void;
}

const DEVICES = [
  { view: "desktop", label: "Desktop", width: 800 },
  { view: "phone", label: "Phone", width: 375 },
] as const;

const LOOKS = [
  { label: "light", colours: null, images: null },
  { label: "its own dark", colours: "dark", images: null },
  { label: COLOURS[2]?.label ?? "", colours: COLOURS[2]?.key ?? null, images: null },
  { label: "images off", colours: null, images: "off" },
] as const;

type Device = (typeof DEVICES)[number];
type WallLook = (typeof LOOKS)[number];

/** Two widths and four looks on one screen. They scroll together; a click on a name opens that view. */
export function Wall({ slug, digest, address, onChange }: WallProps) {
  const wall = useRef<HTMLDivElement>(null);
  /** Scrolls by the share of the whole height: a phone's email is longer. */
  const follow = (moved: HTMLElement) => {
    const part = moved.scrollTop / Math.max(1, moved.scrollHeight - moved.clientHeight);
    for (const tile of wall.current?.querySelectorAll<HTMLElement>(".tile") ?? []) {
      const top = part * (tile.scrollHeight - tile.clientHeight);
      if (tile !== moved && Math.abs(tile.scrollTop - top) > 2) tile.scrollTop = top;
    }
  };
  return (
    <div className="wall" ref={wall}>
      {DEVICES.flatMap((device) =>
        LOOKS.map((look) => (
          <Tile
            key={`${device.view} ${look.label}`}
            {...{ slug, digest, address, device, look, onChange }}
            onScroll={follow}
          />
        )),
      )}
    </div>
  );
}

interface TileProps extends WallProps {
  readonly device: Device;
  readonly look: WallLook;
  readonly onScroll: (tile: HTMLElement) => void;
}

function Tile({ slug, digest, address, device, look, onChange, onScroll }: TileProps) {
  const { ref, width: room } = useElementSize();
  const asked = new URLSearchParams(address);
  for (const key of ["colours", "images", "styles", "text"]) asked.delete(key);
  if (look.colours !== null) asked.set("colours", look.colours);
  if (look.images !== null) asked.set("images", look.images);
  const source = emailSource(slug, asked);
  const newest = useDigest(slug, digest);
  const [shown, setShown] = useState({ source, height: 700 });
  const scale = Math.min(1, room / device.width) || 0.1;
  const sheets = shown.source === source ? [source] : [shown.source, source];
  const label = `${device.label}, ${look.label}`;
  const { colours, images } = look;
  return (
    <figure>
      <figcaption>
        <UnstyledButton
          className="tile-name"
          onClick={() => onChange({ view: device.view, colours, images, styles: null, text: null })}
        >
          {label}
        </UnstyledButton>
      </figcaption>
      <div
        ref={ref}
        className="tile"
        tabIndex={0}
        role="group"
        aria-label={label}
        onScroll={({ currentTarget }) => onScroll(currentTarget)}
      >
        <div style={{ height: shown.height * scale, overflow: "hidden" }}>
          <div style={{ width: device.width, transform: `scale(${scale})`, transformOrigin: "0 0" }}>
            {sheets.map((one) => (
              <EmailSheet
                key={one}
                source={one}
                digest={newest}
                title={label}
                width={device.width}
                colours={look.colours ?? "light"}
                text={1}
                isComing={one !== shown.source}
                onReady={(_, { height }) => setShown({ source: one, height })}
              />
            ))}
          </div>
        </div>
      </div>
    </figure>
  );
}
