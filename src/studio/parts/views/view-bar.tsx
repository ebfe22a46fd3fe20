import { Button, Checkbox, Group, NativeSelect, SegmentedControl, Slider } from "@mantine/core";
import type { Look } from "../../api.ts";
import { COLOURS } from "./dress-email.ts";
import { ReaderSelect } from "../reader-select.tsx";

/**
 * The views of an issue, in the order of the keys 1 to 9. `width` in CSS pixels; null for all the room; undefined for what is not drawn,
 * and for `free`.
 */
export const VIEWS = [
  { name: "small", label: "320", width: 320 },
  { name: "phone", label: "375", width: 375 },
  { name: "tablet", label: "600", width: 600 },
  { name: "desktop", label: "Desktop", width: null },
  { name: "text", label: "Text" },
  { name: "source", label: "HTML" },
  { name: "wall", label: "Wall" },
  { name: "compare", label: "Compare" },
  { name: "free", label: "Free" },
] as const satisfies readonly { name: string; label: string; width?: number | null }[];

export type ViewName = (typeof VIEWS)[number]["name"];

/** The widths between which a person may drag. */
const FREE = { least: 240, most: 1400, first: 480 };

interface ViewBarProps {
  readonly look: Look;
  readonly address: URLSearchParams;
  readonly view: ViewName;
  readonly onChange: (changes: Readonly<Record<string, string | null>>) => void;
  /** Opens the author's editor at what stands at the top of the window. */
  readonly onEdit: () => void;
}

/** How the email is looked at, and for whom. Every choice is part of the page's address. */
export function ViewBar({ look, address, view, onChange, onEdit }: ViewBarProps) {
  const isDrawn = ["small", "phone", "tablet", "desktop", "free"].includes(view);
  const segments = look.asked.flatMap(({ isIn }, index) => (isIn ? [index] : []));
  return (
    <Group className="bar" gap="sm" px="md" py="xs" role="toolbar" aria-label="How to look at it">
      <SegmentedControl
        size="xs"
        aria-label="View"
        className="views"
        value={view}
        data={VIEWS.map(({ name, label }) => ({ value: name, label }))}
        onChange={(name) => onChange({ view: name })}
      />
      {view === "free" && <FreeWidth address={address} onChange={onChange} />}
      {isDrawn && (
        <>
          <NativeSelect
            size="xs"
            aria-label="Colours"
            value={address.get("colours") ?? "light"}
            data={COLOURS.map(({ key, label }) => ({ value: key, label }))}
            title="Entries with ≈ are approximations: they follow what others measured in that program."
            onChange={({ currentTarget: { value } }) =>
              onChange({ colours: value === "light" ? null : value })
            }
          />
          <Off name="images" label="Images" address={address} onChange={onChange} />
          <Off name="styles" label="Styles" address={address} onChange={onChange} />
          <Checkbox
            size="xs"
            label="Text 200 %"
            checked={address.get("text") === "200"}
            onChange={({ currentTarget }) => onChange({ text: currentTarget.checked ? "200" : null })}
          />
        </>
      )}
      <ReaderSelect look={look} address={address} onChange={onChange} />
      {look.asked.map(({ query, isIn }, index) => (
        <Checkbox
          key={query}
          size="xs"
          label={query}
          checked={isIn}
          onChange={() =>
            onChange({
              in: (isIn
                ? segments.filter((one) => one !== index)
                : [...segments, index].toSorted((a, b) => a - b)
              ).join(","),
            })
          }
        />
      ))}
      <Button size="compact-xs" variant="default" title="Key: e" onClick={onEdit}>
        Open in editor
      </Button>
    </Group>
  );
}

function FreeWidth({ address, onChange }: Pick<ViewBarProps, "address" | "onChange">) {
  const width = freeWidth(address);
  return (
    <Group gap={6} wrap="nowrap">
      <Slider
        w={160}
        size="sm"
        label={null}
        thumbLabel="Width in pixels"
        min={FREE.least}
        max={FREE.most}
        value={width}
        onChange={(now) => onChange({ width: String(now) })}
      />
      <span className="figures">{width} px</span>
    </Group>
  );
}

/** The width that a person dragged to. */
export function freeWidth(address: URLSearchParams): number {
  const asked = Number(address.get("width") ?? FREE.first);
  return Number.isFinite(asked) ? Math.min(FREE.most, Math.max(FREE.least, Math.round(asked))) : FREE.first;
}

function Off({
  name,
  label,
  address,
  onChange,
}: Pick<ViewBarProps, "address" | "onChange"> & { readonly name: string; readonly label: string }) {
  const isOn = address.get(name) !== "off";
  return (
    <Checkbox
      size="xs"
      label={label}
      checked={isOn}
      onChange={() => onChange({ [name]: isOn ? "off" : null })}
    />
  );
}
